//! Counts of briefs that may be parts of one: a joint brief of three units is a third for each.
//!
//! In: whole numbers and equal parts. Out: exact sums that compare, and decimals for print only.
//! Refuses to know: briefs, units, floating point.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign};

/// Into how many pieces one brief is cut: the smallest number that every count of units up to 64 divides. With one
/// denominator for all, sums are sums of whole numbers: exact, and the same in any order.
const PIECES: u128 = smallest_multiple_up_to(64);

/// A count of briefs, exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Share(u128);

impl Share {
    /// Nothing.
    pub const ZERO: Share = Share(0);

    /// That many whole briefs.
    pub fn whole(count: u32) -> Self {
        Share(u128::from(count) * PIECES)
    }

    /// The part with that index (from 0) when one brief is divided among `of` units. All parts together are exactly
    /// one. They are exactly equal up to 64 units; above, the first ones may be larger by less than 10⁻²⁷.
    pub fn part(index: usize, of: usize) -> Self {
        let (index, of) = (index as u128, of.max(1) as u128);
        Share(PIECES / of + u128::from(index < PIECES % of))
    }

    /// What is missing to `wanted`; nothing when there is enough.
    pub fn missing_to(self, wanted: Share) -> Self {
        Share(wanted.0.saturating_sub(self.0))
    }

    /// Whether it is nothing at all.
    pub fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// The whole number that it is; `None` for a fraction.
    pub fn as_whole(self) -> Option<u64> {
        self.0.is_multiple_of(PIECES).then(|| u64::try_from(self.0 / PIECES).unwrap_or(u64::MAX))
    }

    /// As a decimal with at most `places` digits (up to 9) after the point. It is rounded, but a fraction is never
    /// printed as a whole number: 3.99999 must not look like a duty that is met.
    pub fn decimal(self, places: u32) -> String {
        let scale = 10_u128.pow(places.clamp(1, 9));
        let (whole, rest) = (self.0 / PIECES, self.0 % PIECES);
        if rest == 0 {
            return whole.to_string();
        }
        let digits = ((rest * scale + PIECES / 2) / PIECES).clamp(1, scale - 1);
        let digits = format!("{digits:0width$}", width = places.clamp(1, 9) as usize);
        format!("{whole}.{}", digits.trim_end_matches('0'))
    }
}

/// For people: at most two digits after the point.
impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.decimal(2))
    }
}

impl Add for Share {
    type Output = Share;

    fn add(self, other: Share) -> Share {
        Share(self.0 + other.0)
    }
}

impl AddAssign for Share {
    fn add_assign(&mut self, other: Share) {
        *self = *self + other;
    }
}

impl Sum for Share {
    fn sum<I: Iterator<Item = Share>>(shares: I) -> Share {
        shares.fold(Share::ZERO, Add::add)
    }
}

const fn smallest_multiple_up_to(most: u128) -> u128 {
    let (mut multiple, mut n) = (1, 2);
    while n <= most {
        multiple *= n / greatest_divisor(multiple, n);
        n += 1;
    }
    multiple
}

const fn greatest_divisor(a: u128, b: u128) -> u128 {
    if b == 0 { a } else { greatest_divisor(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(of: usize) -> Vec<Share> {
        (0..of).map(|index| Share::part(index, of)).collect()
    }

    #[test]
    fn the_parts_of_a_brief_are_together_exactly_one_brief() {
        for of in 1..=300 {
            assert_eq!(parts(of).into_iter().sum::<Share>(), Share::whole(1), "{of} units");
        }
        for of in 1..=64 {
            assert!(parts(of).windows(2).all(|pair| pair[0] == pair[1]), "{of} units have unequal parts");
        }
    }

    #[test]
    fn sums_that_floats_get_wrong_are_whole() {
        let tenths: Share = (0..10).map(|_| Share::part(0, 10)).sum();
        assert_eq!(tenths.as_whole(), Some(1));
        let mixed = Share::part(0, 2) + Share::part(0, 3) + Share::part(0, 6);
        assert_eq!(mixed, Share::whole(1));
        assert_eq!(Share::part(0, 3).as_whole(), None);
    }

    #[test]
    fn there_is_room_for_every_count_that_settings_can_ask() {
        assert_eq!(Share::whole(u32::MAX).as_whole(), Some(u64::from(u32::MAX)));
        assert_eq!((Share::whole(u32::MAX) + Share::part(0, 7)).decimal(9), "4294967295.142857143");
    }

    #[test]
    fn a_fraction_never_looks_whole_in_print() {
        assert_eq!(Share::whole(12).decimal(4), "12");
        assert_eq!(Share::part(0, 2).decimal(4), "0.5");
        assert_eq!(Share::part(0, 3).decimal(4), "0.3333");
        assert_eq!((Share::part(0, 3) + Share::part(0, 3)).decimal(4), "0.6667");
        let nearly = Share(4 * PIECES - 1);
        assert_eq!((nearly.decimal(4), nearly.to_string()), ("3.9999".into(), "3.99".into()));
        assert_eq!(Share(1).decimal(4), "0.0001");
        assert_eq!(Share(PIECES + 1).to_string(), "1.01");
    }

    #[test]
    fn what_is_missing_is_never_less_than_nothing() {
        assert_eq!(Share::part(0, 4).missing_to(Share::whole(1)).decimal(4), "0.75");
        assert_eq!(Share::whole(6).missing_to(Share::whole(4)), Share::ZERO);
        assert!(Share::ZERO.is_zero() && !Share(1).is_zero());
    }
}
