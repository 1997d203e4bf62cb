"""Word problems in many wordings: what is asked comes out, by the calculator; what is not plain is refused."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nodes.llm.offline.expressions import Rendered, atom, render
from nodes.llm.offline.problems.solve import expression, solve
from nodes.llm.offline.terms import Calc, Expr, Literal
from tools.expression import evaluate

PROBLEMS = [
    ("Six cinema tickets come to 45 euros. What is the price per ticket?", 7.5),
    ("I have 3 shelves with 16 books on each. How many books is that altogether?", 48),
    ("A jar had 80 cookies. The kids ate 18 of them. How many are left?", 62),
    ("A hotel room is 85 euros a night. What do we pay for three nights?", 255),
    ("We pay 84 euros net and 15% tax comes on top. How much is it with tax?", 96.6),
    ("The restaurant bill was 120 euros and we'd like to tip 20%. How big is the tip?", 24),
    ("The bill is 120, we add 20 percent tip and there are 4 of us. What does each one pay?", 36),
    ("How many hours is it from 8:15 to 12:45?", 4.5),
    ("My train leaves at 09:15 and arrives at 11:50. How many minutes does the journey take?", 155),
    ("A painter needs 6 tins for 4 rooms. How many tins does he need for 8 rooms?", 12),
    ("6 workers need 12 days for a job. How many days would 8 workers need?", 9),
    ("Fuel costs 1.57 per litre and I fill up 20 litres. What do I pay?", 31.4),
    ("We drive 600 km and the car uses 7 litres per 100 km. How many litres do we need?", 42),
    (
        "We drive 600 km, the car uses 7 litres per 100 km and a litre is 1.80 euros. What does the trip cost in fuel?",
        75.6,
    ),
    ("I need 56 chairs and a van carries 12 at once. How many trips must it make?", 5),
    ("130 guests sit at tables of 30. How many tables can be filled completely? How many full tables?", 4),
    ("130 guests sit at tables of 30. How many guests are left over?", 10),
    ("A jacket was reduced by 25% and now costs 60 euros. What was the original price?", 80),
    ("476 euros include 19% VAT. What is the net price?", 400),
    ("The price of 476 euros includes 19% VAT. How much VAT is in it?", 76),
    ("A phone was 400 euros and is now 300. By how many percent did it get cheaper?", 25),
    ("Rent went up from 800 to 900 euros. What is the increase in percent?", 12.5),
    ("In a class of 30 pupils 18 are girls. What percentage are girls?", 60),
    ("In a class of 30 pupils 60% are girls. How many boys are there?", 12),
    ("In a class of 30 pupils 60% are girls. How many girls is that?", 18),
    ("I want to save 360 euros and put aside 45 euros a month. How many months does it take?", 8),
    ("A gardener charges 36 euros an hour. He works 5 hours a day for 3 days. What does he get?", 540),
    ("Peter earns 18 euros per hour and works 125 hours a month. How much does he earn a month?", 2250),
    ("My cousin is 28 years old and her grandmother is 92. How many years older is the grandmother?", 64),
    ("A recipe for 8 people takes 500 g of butter and 3 eggs. How many eggs for 10 people?", 3.75),
    ("A recipe for 8 people takes 500 g of butter. How much butter for 10 people?", 625),
    ("I bought 4 kilos of apples at 2.50 a kilo and 2 melons at 3.50 each. How much did I spend?", 17),
    (
        "I bought 4 kilos of apples at 2.50 a kilo and 2 melons at 3.50 each and paid with a 50 euro note. What change do I get?",
        33,
    ),
    ("A rectangular pool is 8 m long, 3 m wide and 1.5 m deep. How many cubic metres of water does it hold?", 36),
    (
        "I want to put a fence around a rectangular yard that is 8 metres by 5 metres. How many metres of fence do I need?",
        26,
    ),
    (
        "The hallway measures 6 m by 1.6 m and laminate is 25 euros per square metre. How much will the laminate cost?",
        240,
    ),
    ("I invest 1000 euros at 5% a year with compound interest. How much do I have after 2 years?", 1102.5),
    ("How much simple interest do 1000 euros bring at 5% in 2 years?", 100),
    ("A bus drives 216 km in 3 hours. How fast is it on average?", 72),
    ("Lena cycles at 17 km/h for 7.5 hours. How far does she get?", 127.5),
    ("My dog eats 350 g of food a day. How many days does a 4.9 kg bag last?", 14),
    ("Anna has 12 marbles, Ben has 9. How many more does Anna have?", 3),
    ("Anna has 12 marbles, Ben has 9. How many do they have together?", 21),
    ("I have 25 stamps, buy 12 more and give 7 to my brother. How many do I have now?", 30),
    ("My account balance was 250. I spent 85 on shoes and 50 on food. What's left?", 115),
    ("Our phone contract costs 15 a month plus a one-off fee of 25. What do we pay for 4 months?", 85),
    ("Two people share 1,000 euros in the ratio 3 to 2. How much is the larger part?", 600),
    ("30% of the 150 members did not vote. How many is that?", 45),
    ("30% of the 150 members did not vote. How many did vote?", 105),
    ("Three quarters of the 120 students passed the exam. How many passed?", 90),
    ("Three quarters of the 120 students passed the exam. How many failed?", 30),
    ("The temperature was 9 degrees at night and 23.5 degrees at noon. By how many degrees did it rise?", 14.5),
    ("I ran 5 km on Monday, 4 km on Wednesday and 6 km on Friday. How many kilometres in total?", 15),
    ("I ran 5 km on Monday, 4 km on Wednesday and 6 km on Friday. What is my average distance?", 5),
    ("A tap drips 25 times a minute. How many drips are that in one hour?", 1500),
    ("I drink 4 cups of coffee per day. How many cups is that in a year?", 1460),
    ("Sale! 30 percent off everything. A shirt used to cost 27 euros. What is it now?", 18.9),
    ("Sale! 30 percent off everything. A shirt used to cost 27 euros. How much do I save?", 8.1),
    ("A bike at 120 euros is first reduced by 10% and then by another 10%. What does it cost in the end?", 97.2),
    ("My electricity bill: 95 kWh at 0.35 euros per kWh. How much is it?", 33.25),
    ("A 1.5 litre bottle is poured into glasses of 250 ml. How many glasses can I fill?", 6),
    ("5 pens cost 4 euros. How much does one cost?", 0.8),
    ("5 pens cost 4 euros. How much do 7 pens cost?", 5.6),
    ("There are 1.6 km in a mile. How many km are 100 miles?", 160),
    ("1 dollar is 0.8 euros. How many dollars do I get for 100 euros?", 125),
    ("1 dollar is 0.8 euros. How many euros do I get for 100 dollars?", 80),
    ("A theatre has 15 rows with 20 seats. 257 seats are taken. How many seats are free?", 43),
    ("Each of our 7 teams has 12 members and each member pays 15 euros. How much do we collect?", 1260),
    ("Mum is 44. In how many years will she be 60?", 16),
    ("I was born in 1987. How old am I in 2024?", 37),
    ("She was born in 1990 and retires at 65. In which year is that?", 2055),
    ("The elevator carries at most 8 people. We are 37. How many rides do we need?", 5),
    ("My shopping: bread 3.20, milk 1.30, cheese 6 and wine 8. How much is it all together?", 18.5),
    ("I had a 20 euro note and bought bread for 3.25, cheese for 6 and wine for 8. How much is left?", 2.75),
    ("The film starts at 20:15 and ends at 21:45. How long is it in hours?", 1.5),
    ("21 litres of juice are filled in 6 equal canisters. How many litres per canister?", 3.5),
    ("We need 600 g of pasta for 12 people. How much is that per person?", 50),
    ("What's the area of a round table with a radius of 3 m, to two decimals?", 28.27),
    ("Our turnover of 20,000 grew by 10 per cent. What is it now?", 22000),
    ("A machine makes 15 parts a minute. How many parts does it make in an hour?", 900),
    ("Tom reads 16 pages each day. How many pages after three days?", 48),
    ("A ribbon of 2.75 m is cut into pieces of 25 cm. How many pieces do I get?", 11),
    ("The monthly rent is 1,440 and we are three. What is everyone's share?", 480),
    ("Download of 4.2 GB with 500 Mbit/s: how many seconds?", 67.2),
    ("what is 15 € split by 12 ppl", 1.25),
    ("Our club has 80 members. That is two thirds of last year's number. How many did it have last year?", 120),
    ("How much do I pay for a 5-day car rental at 39 a day plus 24 for insurance?", 219),
    ("A table costs 288 euros, payable in 20 monthly rates. How much is one rate?", 14.4),
    ("For an hour of tutoring I get 15 euros. How much do I get for 3.5 hours?", 52.5),
    ("Our group of five ate pizza for 46 euros; everybody chips in equally. What is my share?", 9.2),
    ("Grandma gives 65 euros to her 5 grandchildren, in equal parts. How much does every grandchild receive?", 13),
    ("I had 100 euros in my wallet, spent 20 at the baker's and 12 for the bus. How much do I still have?", 68),
    ("The washing machine costs 589 euros, I have already saved 372. How much more do I need?", 217),
    ("Hotel for 4 nights at 95 a night, my budget is 398. What remains of the budget?", 18),
    ("An electrician bills 1,000 euros plus 19% VAT. What is the final amount?", 1190),
    ("An electrician bills 1,000 euros plus 19% VAT. How much is the VAT?", 190),
    ("A 49 euro book is reduced by 15%. How much cheaper is it?", 7.35),
    ("A 49 euro book is reduced by 15%. What do I have to pay?", 41.65),
    ("My car does 15 km on one litre. How many litres for 90 km?", 6),
    ("A carton contains 6 bottles. I need 50 bottles for the party. How many cartons must I buy?", 9),
    ("A carton contains 6 bottles and I have 50 bottles. How many full cartons can I make?", 8),
    ("A carton holds 6 bottles and I have 50 bottles. How many bottles are left over?", 2),
    ("From a 5 m board I cut pieces of 35 cm. How many pieces can I cut?", 14),
    ("A tank with 350 litres is emptied at 20 litres per minute. How many minutes until it's empty?", 17.5),
    ("I walk 6,000 steps a day. How many steps is that in 40 days?", 240000),
    ("I walk 6 km in 2.5 hours. What's my speed in km/h?", 2.4),
    ("A rope is 9 m long, I need 4 ropes. How many metres is this in total?", 36),
    ("How much are 12 roses at 7 euros a piece?", 84),
    ("We rented a boat: 18.20 per hour for 3 hours. What was the price?", 54.6),
    ("My part-time job pays 13 euros hourly. On Saturday I worked from 9:00 to 11:30. How much did I earn?", 32.5),
    ("An interest rate of 3 percent on 5000 euros: how much interest do I receive in one year?", 150),
    ("We have 3 cats and each cat eats 2 cans a day. How many days last 12 cans?", 2),
    ("Of 200 seats 120 are sold. What percent are still free?", 40),
    ("The price rose from 1.60 to 2.00. By what percentage did it rise?", 25),
    ("My weight went down from 100 kg to 80 kg. How many percent did I lose?", 20),
    (
        "I buy a chair for 60 and sell it for 80. What is my profit in percent of the cost, rounded to two decimals?",
        33.33,
    ),
    ("I buy a chair for 60 and sell it for 80. What is my profit?", 20),
    ("The exam results were 2, 3, 4, 1 and 4. Average?", 2.8),
    ("Average of my bowling scores 75, 80 and 88?", 81),
    ("Luca has 14 cards, Nina has 9 more than Luca. How many cards does Nina have?", 23),
    ("Luca has 14 cards, Nina has 9 more than Luca. How many cards do they have together?", 37),
    ("Luca has 14 cards. Nina has twice as many. How many does Nina have?", 28),
    ("A ticket is 22 euros. How much do five tickets cost?", 110),
    ("A package weighs 2.5 kg. How much do 50 packages weigh in kg?", 125),
    ("8 identical packages weigh 12.8 kg. How heavy is one package?", 1.6),
    ("The bus takes 1.5 hours. How many minutes is that?", 90),
    ("A film is 3 hours 45 minutes long. How many minutes are that?", 225),
    ("Per day I drink 2.65 litres. How many litres do I drink in 10 days?", 26.5),
    ("I have to read 300 pages, I've already read two thirds. How many pages are left?", 100),
    ("We sold 48 cakes of 80. How many cakes were not sold?", 32),
    ("2 adults at 85.25 euros and 1 child at 50 euros: what does the tour cost us altogether?", 220.5),
    ("I slept from 22:30 until 6:30. How many hours was that?", 8),
    ("Our kitchen costs 12,000 euros. We must make a down payment of 30%. How much is that?", 3600),
    (
        "Our kitchen costs 12,000 euros. We must make a down payment of 30%. How much remains to be paid afterwards?",
        8400,
    ),
    ("If prices increase by 4% each year, what does something costing 1,000 euros cost after one year?", 1040),
    ("10 kg of potatoes cost 25 euros. What's the price per kilo?", 2.5),
    ("10 kg of potatoes cost 25 euros. What do 20 kg cost?", 50),
    ("A machine fills 75 bottles in 5 minutes. How many bottles does it fill in 30 minutes?", 450),
    ("Jana jogs 4 times a week, 1.2 km each time. How many km per week?", 4.8),
    ("Jana jogs 1.2 km every day, 52 days. How many km?", 62.4),
    ("In a bag are 40 sweets. I give away 25. How many do I keep?", 15),
    ("A rectangle has a length of 8 cm and a width of 4 cm. What is the perimeter?", 24),
    ("A rectangle has a length of 8 cm and a width of 4 cm. Area?", 32),
    ("Volume of a cube with 5 cm sides?", 125),
    ("The water bill: 4.5 cubic metres at 2.20 euros per cubic metre. What's the amount?", 9.9),
    (
        "I borrowed 4,000 euros and pay back 12 instalments of 340 euros. How much more do I pay back than I borrowed?",
        80,
    ),
    ("Electric car: 14.6 kWh per 100 km. How many kWh for 10,000 km?", 1460),
    ("Electric car: 14.6 kWh per 100 km, one kWh costs 0.30 euros. What do 10,000 km cost?", 438),
    ("Netflix is 12.99 a month. How much do I pay a year?", 155.88),
    ("It's 5 degrees in the morning and 12 degrees at noon. How many degrees warmer is it at noon?", 7),
    ("A school orders 8 packs of 24 pencils. How many pencils are these?", 192),
    ("A school orders 8 packs of 24 pencils, each pencil at 0.60. What's the total price?", 115.2),
    ("There are 23 children in the class. 12 of them are girls. How many boys?", 11),
    ("My cup holds 200 ml. How many cups are in 1.3 litres?", 6.5),
    ("Buy three shirts at 25 euros each, get 15 percent discount on everything. What do I pay?", 63.75),
    ("we were 6 for lunch, the total came to 93. per head?", 15.5),
    ("Jan owes me 150, he gave me back 30 and later 25. How much does he still owe me?", 95),
    ("My phone plan is 27.50 per month. What does that make per year?", 330),
    ("For 4 coffees I paid 7 euros. How much was each coffee?", 1.75),
    ("Sarah has 35 euros and spends 40 percent of it. How much money is left for her?", 21),
    ("A marathon runner has done 16.2 of 42.2 km. How many km are still ahead of him? Still to run?", 26),
    ("Grandpa's boat needs 11 litres in 2 hours. How much does it need in 1 hour?", 5.5),
    ("We produce 45 chairs per day, 8 days. How many chairs altogether?", 360),
    ("One litre of paint covers 8 square metres. How many square metres can I paint with 3 litres?", 24),
    ("A litre of paint covers 8 square metres. How many litres do I need for 32 square metres?", 4),
    ("The shop gives 8% discount on a coat of 62.50. What is the new price?", 57.5),
    ("The coat was 62.50, now 50. What discount in percent is that?", 20),
    ("The school trip costs 270 euros for 30 pupils. What does it cost per pupil?", 9),
    ("The school trip: bus 200 euros, and museum 3 euros for each of the 30 pupils. What does it all cost?", 290),
    ("A company has 40 employees earning 300 each. What's the total payroll?", 12000),
    ("Salary: 2,500 base plus 28 percent bonus. What is the total?", 3200),
    ("Net salary is 1,300 which is 65% of the gross. What's the gross?", 2000),
    ("A plane flies 900 km per hour. How many km does it fly in 12 minutes?", 180),
    ("25 meters of cable are cut in 4 equal parts. How long is each part?", 6.25),
    ("Two brothers are 12 and 19 years old. What is the age difference?", 7),
    ("Two brothers are 12 and 19. What is the sum of their ages?", 31),
    ("I mixed 500 ml juice with 1 litre of water. How many litres are that?", 1.5),
    ("A wheel turns 12 times per second. How many turns in one minute?", 720),
    ("Half of the 120 guests ordered fish. How many guests is that?", 60),
    ("The rent is 25% of my income of 6000. How much is the rent?", 1500),
    ("The rent is 25% of my income of 6000. How much do I have left after rent?", 4500),
    ("Five hours at 2.75 euros parking fee per hour, how much?", 13.75),
    ("A TV at 540 euros; 9% commission for the seller. How much is the commission?", 48.6),
    ("2000 euros at 5 percent interest, compounded yearly, 2 years. Final balance?", 2205),
    ("1,000 euros on savings account with 2.5% simple interest, how much interest after two years?", 50),
    ("price of an egg if ten cost 2 euros", 0.2),
    ("distance 7 km, half of it done. how many km left", 3.5),
    ("if 3 kids have 51 marbles all together and share equal, how many for each one?", 17),
    ("77 cards dealt to 7 players, each gets the same number. how many?", 11),
    ("5 bags á 9 kg, total weight?", 45),
    ("1.5 kg cheese, 15 euro per kilo, pay?", 22.5),
    ("My three bills are 20, 35 and 55. What do they add up to?", 110),
    ("The bakery made 96 rolls and sold 78. How many rolls were unsold?", 18),
    ("There were 5 litres of milk, we drank 750 ml and spilled 250 ml. How many litres remain?", 4),
    ("I earn 2,400 a month, pay 950 rent, 600 for food and 500 for the car. What can I put aside?", 350),
    ("I earn 2,400 a month, pay 950 rent, 600 for food and 500 for the car. How much is left each month?", 350),
    ("A 2 hour lesson is 76 euros. How much per hour?", 38),
    ("Knitting: 20 rows need 30 minutes. How many minutes for 400 rows?", 600),
    ("A 6 l pot feeds 12 people. How many litres per person?", 0.5),
    ("How many years passed between 1989 and 2022?", 33),
    ("A 12-year contract started in 2019. In which year does it end?", 2031),
    ("A 1,000 g loaf costs 3 euros; what costs 350 g?", 1.05),
    ("My neighbour sells honey at 7.20 a jar. I'd like six jars. What will that be?", 43.2),
    ("Our bill at the cafe was 42 euros and eight of us want to split it. What does everyone owe?", 5.25),
    ("Last month I earned 1,250 euros, this month 5 percent more. How much did I get this month?", 1312.5),
    ("There were 150 sheets in the printer, I printed 112. How many sheets are still in it?", 38),
    ("A parcel weighs 2.2 kg and shipping costs 8 euros per kilo. What do I pay for shipping?", 17.6),
    ("The hike is 12 km and we walk 4 km per hour. How many hours will it take?", 3),
    ("Of 250 employees 28 percent work part-time. How many is that?", 70),
    ("Of 250 employees 28 percent work part-time. How many work full-time?", 180),
    ("The pizza is 14 euros. My share is three tenths. How much do I pay?", 4.2),
    ("Our living room is 7 by 4 m. New parquet costs 20 a square metre. How much do we need to spend?", 560),
    ("How many metres of skirting for a room 7 m long and 4 m wide?", 22),
    ("My son had 118 cm last summer and has grown by 12 cm. How tall is he now?", 130),
    ("We're 25 people and everyone drinks 2 glasses of 3 dl. How many dl is that?", 150),
    ("She ran 100 m in 8 seconds. What was her speed in metres per second?", 12.5),
    ("Net price 10 euros, VAT 19 percent. What's the gross price?", 11.9),
    ("12 eggs cost 2.52. How much are 4 eggs?", 0.84),
    ("My hourly wage is 14 euros and gets raised by 60 cents. What is my new wage?", 14.6),
    ("Till now I have 45 of the 60 stickers. What percent of the album is full?", 75),
    ("Till now I have 45 of the 60 stickers. What percent of the album is missing?", 25),
    ("A farmer has 8 cows; each gives 7 litres of milk. How many litres altogether?", 56),
    ("A chocolate bar has 24 pieces. A quarter of it is gone. How many pieces are gone?", 6),
    ("A chocolate bar has 24 pieces. A quarter of it is gone. How many pieces are left?", 18),
    ("My phone has 256 GB, 56 are used. How many GB are free?", 200),
    ("A bottle of 0.75 litres costs 1.875 euros. What is the price for one litre?", 2.5),
    ("I want to buy 3 books at 18.50 each. How much money do I need?", 55.5),
    ("I put 20 euros a week into a jar. How much is in there after a year?", 1040),
    ("An hour of parking is 1.50. I parked 11 hours. What do I owe?", 16.5),
    ("Two buses carry 42 pupils in total. How many pupils per bus?", 21),
    ("I can pack 15 eggs in a box. How many boxes do I need for 85 eggs?", 6),
    ("3 kg of cherries cost 22.50. What is the price per kg?", 7.5),
    ("Exchange rate: 100 yen are 0.60 euros. How many euros are 100 yen?", 0.6),
    ("My weight is 80 kg. I gain 10 percent. What do I weigh then?", 88),
    ("A concert hall has 400 seats; 80% are occupied. How many seats are occupied?", 320),
    ("A concert hall has 400 seats; 80% are occupied. How many seats are empty?", 80),
    (
        "My car cost 14,500 euros and loses 20 percent of its value in the first year. How much value does it lose?",
        2900,
    ),
]
UNCLEAR = [
    "I have 12 apples and 5 pears.",
    "A train has 12 coaches and leaves on track 7. What is the driver's name?",
    "I paid 20 and 30. Why?",
    "She has 3 dogs and 14 candles. How much is the rent?",
    "My grades are 1.7 (weight 3) and 2.3 (weight 2). What is the weighted average?",
    "I have 35 euros, a third of it, no wait, 40 percent is gone. How much is left?",
    "There are 4 people. How many tickets do we need?",
    "Split 100 euros in the ratio 3 to 2. What does she get?",
    "5 divided by 0 apples each, how many?",
]


def _rendered(expr: Expr) -> Rendered:
    if isinstance(expr, Calc):
        return render(expr.op, [_rendered(arg) for arg in expr.args])
    assert isinstance(expr, Literal)
    return atom(expr.text)


def _value(text: str) -> float | None:
    expr = expression(text)
    return None if expr is None else float(evaluate(_rendered(expr)[0]))


@pytest.mark.parametrize(("text", "value"), PROBLEMS)
def test_a_problem_comes_to_what_is_asked(text: str, value: float) -> None:
    assert _value(text) == pytest.approx(value, abs=0.006)


@pytest.mark.parametrize("text", UNCLEAR)
def test_what_is_not_plain_is_refused(text: str) -> None:
    assert _value(text) is None


@pytest.mark.parametrize(("text", "value"), PROBLEMS[::7])
def test_politeness_changes_nothing(text: str, value: float) -> None:
    assert _value(f"Hello! I hope you can help me with something. {text} Thank you!") == pytest.approx(value, abs=0.006)


def test_a_wish_for_rounding_is_heeded() -> None:
    assert _value("Three friends share a bill of 100 euros. How much does each pay, to two decimals?") == 33.33
    assert _value("Three friends share a bill of 100 euros. How much does each pay, to the nearest euro?") == 33


_VOCABULARY = """
how many much what is the a each per of for and in with costs 12 3.5 20% 0 1 euros km hours people boxes left
over share total , . ? half two thirds of than more minus 09:15 2024 month average ratio to percent interest off
"""
_WORDS = st.sampled_from(_VOCABULARY.split())


@settings(max_examples=300, deadline=None)
@given(st.lists(_WORDS, max_size=30).map(" ".join) | st.text(max_size=80))
def test_any_text_is_read_without_an_error_and_always_the_same(text: str) -> None:
    first = solve(text)
    solve.cache_clear()
    assert solve(text) == first


def test_a_problem_is_read_quickly() -> None:
    solve.cache_clear()
    expression(PROBLEMS[0][0])
    texts = [text for text, _ in PROBLEMS]
    solve.cache_clear()
    start = time.process_time()
    for text in texts:
        solve(text)
    assert (time.process_time() - start) / len(texts) < 0.05
