"""Units of everyday measures, each with what it is worth in its dimension's base unit.

Factors: NIST Special Publication 811 (2008), appendix B; US customary volumes; a month is a twelfth of a Gregorian year.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit.

    Attributes:
        name: The plural that people read.
        dimension: length, mass, volume, time, speed, area, data, temperature, angle, energy or money.
        factor: What one is worth in the base unit, as an exact decimal expression of the calculator.
    """

    name: str
    dimension: str
    factor: str


_TABLE = """
length millimeters 0.001 mm millimeter millimetre millimetres
length centimeters 0.01 cm cms centimeter centimetre centimetres
length meters 1 m meter metre metres mtr
length kilometers 1000 km kms kilometer kilometre kilometres k.m
length inches 0.0254 inch inches
length feet 0.3048 ft foot feet
length yards 0.9144 yd yds yard yards
length miles 1609.344 mi mile miles
length nautical-miles 1852 nmi
mass milligrams 0.001 mg milligram milligrams
mass grams 1 g gram grams gms
mass kilograms 1000 kg kgs kilo kilos kilogram kilograms
mass tonnes 1000000 tonne tonnes
mass ounces 28.349523125 oz ounce ounces
mass pounds 453.59237 lb lbs pound pounds
mass stone 6350.29318 stone stones
volume milliliters 0.001 ml milliliter milliliters millilitre millilitres
volume liters 1 l liter liters litre litres
volume gallons 3.785411784 gal gallon gallons
volume quarts 0.946352946 quart quarts
volume pints 0.473176473 pint pints
volume cups 0.2365882365 cup cups
volume tablespoons 0.01478676478125 tbsp tablespoon tablespoons
volume teaspoons 0.00492892159375 tsp teaspoon teaspoons
time milliseconds 0.001 ms millisecond milliseconds
time seconds 1 sec secs seconds second
time minutes 60 min mins minute minutes
time hours 3600 h hr hrs hour hours
time days 86400 day days
time weeks 604800 week weeks
time fortnights 1209600 fortnight fortnights
time months 2629746 month months
time years 31556952 year years yr yrs
time decades 315569520 decade decades
time centuries 3155695200 century centuries
speed kilometers-per-hour 1 kmh kph
speed miles-per-hour 1.609344 mph
speed meters-per-second 3.6 mps
data bits 0.125 bit bits
data bytes 1 byte bytes
data kilobytes 1000 kb kilobyte kilobytes
data megabytes 1000000 mb megabyte megabytes
data gigabytes 1000000000 gb gigabyte gigabytes
data terabytes 1000000000000 tb terabyte terabytes
data kibibytes 1024 kib kibibytes
data mebibytes 1048576 mib mebibytes
data gibibytes 1073741824 gib gibibytes
temperature degrees-celsius 1 c celsius centigrade °c
temperature degrees-fahrenheit 1 f fahrenheit °f
temperature kelvin 1 kelvin kelvins
angle degrees 1 degrees degree deg
angle radians 57.29577951308232 radians radian rad
area square-meters 1 sqm
area acres 4046.8564224 acre acres
area hectares 10000 hectare hectares
energy joules 1 joule joules
energy calories 4.184 calorie calories
energy kilocalories 4184 kcal kilocalorie kilocalories
energy kilowatt-hours 3600000 kwh
money cents 0.01 cent cents pennies penny
money dollars 1 dollar dollars
"""
UNITS: dict[str, Unit] = {}
for _line in _TABLE.strip().splitlines():
    _dimension, _name, _factor, *_spellings = _line.split()
    for _spelling in _spellings:
        UNITS[_spelling] = Unit(_name.replace("-", " "), _dimension, _factor)

TIME_IN_A = {
    ("months", "years"): "12", ("days", "years"): "365", ("weeks", "years"): "52", ("days", "months"): "30",
    ("weeks", "months"): "4", ("months", "decades"): "120", ("months", "centuries"): "1200", ("years", "decades"): "10",
    ("years", "centuries"): "100", ("hours", "years"): "8760", ("minutes", "years"): "525600",
    ("seconds", "years"): "31536000", ("decades", "centuries"): "10",
}  # fmt: skip
"""How many of the first people say there are in one of the second, where the calendar gives no exact factor."""
EXACT = {
    ("miles", "feet"): "5280", ("miles", "yards"): "1760", ("yards", "feet"): "3", ("feet", "inches"): "12",
    ("yards", "inches"): "36", ("pounds", "ounces"): "16", ("gallons", "quarts"): "4", ("gallons", "pints"): "8",
    ("gallons", "cups"): "16", ("quarts", "cups"): "4", ("pints", "cups"): "2", ("cups", "tablespoons"): "16",
    ("tablespoons", "teaspoons"): "3", ("stone", "pounds"): "14", ("inches", "centimeters"): "2.54",
    ("feet", "centimeters"): "30.48", ("miles", "kilometers"): "1.609344", ("kilometers", "meters"): "1000",
    ("meters", "centimeters"): "100", ("centimeters", "millimeters"): "10", ("meters", "millimeters"): "1000",
    ("kilograms", "grams"): "1000", ("grams", "milligrams"): "1000", ("liters", "milliliters"): "1000",
    ("pounds", "kilograms"): "0.45359237", ("dollars", "cents"): "100",
}  # fmt: skip
"""What one of the first is in the second, where that is shorter and exact."""
