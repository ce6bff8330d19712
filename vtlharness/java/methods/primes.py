"""Prime numbers, for BigInteger.isProbablePrime and nextProbablePrime.

Comes in: integers that are not negative. Goes out: whether one is prime, and the next prime. Below 3.3e24 the answer is
certain; above, only a composite made to deceive these trials passes as a prime; by chance, practically none does.
"""

from __future__ import annotations

from itertools import count

_WITNESSES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41)
"""Enough for every number below 3 317 044 064 679 887 385 961 981 (Sorenson and Webster, 2015)."""


def is_prime(number: int) -> bool:
    """Whether a number is prime, by the trials of Miller and Rabin."""
    if number <= _WITNESSES[-1]:
        return number in _WITNESSES
    if any(number % prime == 0 for prime in _WITNESSES):
        return False
    twos = (number - 1 & 1 - number).bit_length() - 1
    return all(_passes(number, witness, twos) for witness in _WITNESSES)


def next_prime(number: int) -> int:
    """The first prime above a number."""
    return 2 if number < 2 else next(filter(is_prime, count(number + 1 | 1, 2)))


def _passes(number: int, witness: int, twos: int) -> bool:
    power = pow(witness, number - 1 >> twos, number)
    if power == 1:
        return True
    for _ in range(twos):
        if power == number - 1:
            return True
        power = power * power % number
    return False
