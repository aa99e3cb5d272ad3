"""Texts for the options: plain numbers, ends, hidden zeros, long numbers, nonsense."""

from __future__ import annotations

from random import Random

PLAIN = ("1", "7/10", "0.3", "2/5", "-0.37", "-2/5", "0.7", "3/10", "1/2", "-1/2", "2", "sqrt(2)/3", "-13/60", "1e-3", "12", "+0.25")
IRRATIONAL = (
    "pi/4",
    "exp(1)",
    "log(2)",
    "exp(-3)",
    "sqrt(2)+sqrt(3)",
    "2**(1/3)",
    "-pi/10",
    "sqrt(3+2*sqrt(2))",
    "pi**2-9",
    "7/10*sqrt(1)",
)
ENDS = (
    *("0", "-0", "0.0", "1e5000", "-1e5000", "1e-5000", "-1e-5000", "1e99999", "1e-99999", "1e100000", "1e100001", "1e-100001"),
    *("1e200", "-1e200", "1e-200", "exp(7e5)", "-exp(7e5)", "exp(-7e5)", "2e1711", "1e1940", "2**1000000", "1e20", "1e-20", "1+1e-5000"),
)
ALGEBRAIC_ZEROS = (
    *(
        "(sqrt(2)-1)*(sqrt(2)+1)-1",
        "sqrt(2)*sqrt(3)-sqrt(6)",
        "2**(1/3)*4**(1/3)-2",
        "sqrt(2)-sqrt(2)",
        "sqrt(5+2*sqrt(6))-sqrt(2)-sqrt(3)",
    ),
    *("sqrt(49/100)-7/10", "0*pi", "1/3-2/6"),
)
OTHER_ZEROS = ("pi-pi", "exp(log(2))-2", "log(2)+log(3)-log(6)", "exp(1)*exp(-1)-1", "log(4)-2*log(2)", "exp(2)-exp(1)**2")
NONSENSE = (
    *(
        "",
        " ",
        "nan",
        "inf",
        "oo",
        "-oo",
        "1e",
        "e5",
        ".",
        "-",
        "1..2",
        "1,5",
        "0x10",
        "9**9**9",
        "1/0",
        "0/0",
        "sqrt(-1)",
        "log(0)",
        "root(-8,3)",
    ),
    *(
        "3.14-114",
        "1.5d-3",
        "1 2",
        "\u0661",
        "\udcff",
        "--help",
        "-h",
        "'",
        "$(id)",
        "1/(sqrt(2)*sqrt(3)-sqrt(6))",
        "0**-1",
        "(" * 101 + "1" + ")" * 101,
    ),
    *("exp(exp(exp(9)))", "log(sqrt(2)*sqrt(3)-sqrt(6))", "(pi-pi)**(pi-pi)", "2**(10**30)", "x", "beta", "1\n", "\t1"),
)
SIZES = ("1", "2", "3", "4", "5", "6", "7", "12", "13", "2", "3", "4", "60", "61")
LARGE_SIZES = ("199", "201", "400", "1000", "1001", "20000", "100000", "1000000", "999999")
WILD_SIZES = ("0", "-1", "+3", "007", "3.0", "1e3", "", "x", "1" + "0" * 18, "1" + "0" * 400, "9" * 5000, "1" * 20_001, "\u0663")
DIGITS = ("1", "2", "5", "20", "50", "100", "16", "33", "300", "1000")
WILD_DIGITS = ("0", "-1", "1000001", "9" * 400, "1.5", "", "nan", "+7")
LONGEST = 5000


def number(random: Random, plain: float = 0.5) -> str:
    """A text for a real parameter; `plain` is the share of harmless ones."""
    if random.random() < plain:
        return random.choice(PLAIN)
    kind = random.choice(
        (IRRATIONAL, *(ENDS,) * 3, *(ALGEBRAIC_ZEROS,) * 3, OTHER_ZEROS, *(None,) * 4) if random.random() < 0.9 else (NONSENSE,)
    )
    if kind is not None:
        return random.choice(kind)
    return random.choice((_long, _hidden_equal, _radicals, _composed))(random)


def _long(random: Random) -> str:
    """A number of up to 5,000 digits, as an integer, decimal, quotient or exponent with zeros before it."""
    count = random.choice((100, 4301, LONGEST))
    text = str(random.randint(1, 9)) + "".join(random.choices("0123456789", k=count - 1))
    sign = random.choice(("", "-"))
    return sign + random.choice((text, f"0.{text}", f"{text}/{text[::-1].lstrip('0') or '1'}", f"1e{'0' * count}1", f"1.{text}e-4000"))


def _hidden_equal(random: Random) -> str:
    """A plain number plus a zero that does not look like one."""
    return f"{random.choice(PLAIN)}+({random.choice((*ALGEBRAIC_ZEROS, *OTHER_ZEROS))})"


def _radicals(random: Random) -> str:
    """A sum of many different roots."""
    count = random.choice((3, 20, 198))
    return "+".join(f"sqrt({n})" for n in random.sample(range(2, 1000), count))


def _composed(random: Random) -> str:
    """Two numbers under an operator, or inside a function."""
    left, right = (random.choice((*PLAIN, *IRRATIONAL, *ENDS, *ALGEBRAIC_ZEROS)) for _ in range(2))
    form = random.choice(
        ("({})+({})", "({})-({})", "({})*({})", "({})/({})", "({})**({})", "sqrt({})*({})", "exp({})+({})", "log({})-({})")
    )
    return form.format(left, right)


def size(random: Random, large: float = 0.2) -> str:
    """A text for the number of sources."""
    roll = random.random()
    return random.choice(WILD_SIZES if roll < 0.05 else LARGE_SIZES if roll < 0.05 + large else SIZES)


def digits(random: Random) -> str:
    """A text for --digits, at most 1,000 where it is right."""
    return random.choice(WILD_DIGITS if random.random() < 0.05 else DIGITS)
