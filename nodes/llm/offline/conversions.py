"""Unit conversions as calculator expressions."""

from __future__ import annotations

from typing import Any

from nodes.llm.offline.terms import Calc, Expr, Literal
from nodes.llm.offline.units import EXACT, TIME_IN_A, UNITS, Unit

Quantity = tuple[tuple[Expr, str], ...]


def in_units(*parts: Any) -> Quantity:
    """Pair the values and units of one quantity (`5 feet 3 inches`)."""
    pairs = []
    for place in range(0, len(parts) - 1, 2):
        value = parts[place]
        pairs.append((value if not isinstance(value, str) else Literal(str(value), number=True), str(parts[place + 1])))
    return tuple(pairs)


def convert(quantity: Quantity, target: Any) -> Expr:
    """Express a quantity in another unit.

    Raises:
        ValueError: The units measure different things.
    """
    into = UNITS[str(target)]
    parts = [_one(value, UNITS[unit], into) for value, unit in quantity if unit]
    if not parts:
        raise ValueError("no unit to convert from")
    return parts[0] if len(parts) == 1 else Calc("add", tuple(parts))


def _one(value: Expr, unit: Unit, into: Unit) -> Expr:
    if unit.dimension == "temperature" or into.dimension == "temperature":
        return _temperature(value, unit.name, into.name)
    if unit.dimension != into.dimension:
        raise ValueError(f"{unit.name} and {into.name} measure different things")
    if unit == into:
        return value
    exact = {**EXACT, **{(big, small): n for (small, big), n in TIME_IN_A.items()}}
    if (unit.name, into.name) in exact:
        return Calc("mul", (value, _number(exact[unit.name, into.name])))
    if (into.name, unit.name) in exact:
        return Calc("div", (value, _number(exact[into.name, unit.name])))
    return _by_factors(value, unit, into)


def _by_factors(value: Expr, unit: Unit, into: Unit) -> Expr:
    ratio, inverse = float(unit.factor) / float(into.factor), float(into.factor) / float(unit.factor)
    if ratio >= 1 and ratio.is_integer():
        return Calc("mul", (value, _number(str(int(ratio)))))
    if inverse >= 1 and inverse.is_integer():
        return Calc("div", (value, _number(str(int(inverse)))))
    return Calc("div", (Calc("mul", (value, _number(unit.factor))), _number(into.factor)))


def _temperature(value: Expr, unit: str, into: str) -> Expr:
    if unit == "degrees celsius":
        base = value
    elif unit == "degrees fahrenheit":
        base = Calc("div", (Calc("mul", (Calc("sub", (value, _number("32"))), _number("5"))), _number("9")))
    elif unit == "kelvin":
        base = Calc("sub", (value, _number("273.15")))
    else:
        raise ValueError(f"{unit} is no temperature")
    if into == "degrees celsius":
        return base
    if into == "kelvin":
        return Calc("add", (base, _number("273.15")))
    if into == "degrees fahrenheit":
        return Calc("add", (Calc("div", (Calc("mul", (base, _number("9"))), _number("5"))), _number("32")))
    raise ValueError(f"{into} is no temperature")


def _number(text: str) -> Literal:
    return Literal(text, number=True)
