//! What a text looks like, in sixty-four letters: texts that are nearly the same have letters in common.
//!
//! In: a text. Out: its sketch (MinHash, one permutation with densification, in bands for locality-sensitive hashing),
//! and its shingles for an exact answer. Sketches stand in the register, so the reckoning below must never change:
//! docs/formats/register.md says it in words. Refuses to know: whose texts they are, from when on two are the same.

use std::fmt;
use std::str::FromStr;

use super::receipt::Malformed;

/// Characters of a shingle.
const SHINGLE: usize = 5;
/// Slots into which shingles fall.
const SLOTS: usize = 64;
/// Groups of slots; two texts are worth comparing when one group is the same.
const BANDS: usize = 16;
/// Slots of a band.
const ROWS: usize = SLOTS / BANDS;
/// Letters of a band as text: 24 bits.
const LETTERS: usize = 4;
/// Fewer shingles say too little.
const LEAST: usize = 64;

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// A text's sketch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sketch([u32; BANDS]);

impl Sketch {
    /// `None` for texts of a few lines.
    pub fn of(text: &str) -> Option<Self> {
        let runs = runs(text);
        if runs.len() < LEAST {
            return None;
        }
        let mut slots = [u64::MAX; SLOTS];
        for shingle in &runs {
            let slot = &mut slots[(shingle >> 58) as usize];
            *slot = (*slot).min(shingle & ((1 << 58) - 1));
        }
        let filled = densified(&slots);
        let band = |at: usize| filled[at * ROWS..][..ROWS].iter().fold(at as u64, |sum, value| mix(sum ^ value));
        Some(Sketch(std::array::from_fn(|at| (band(at) >> 40) as u32)))
    }

    /// The sketch with these keys, in their order.
    pub fn from_keys(keys: &[u32]) -> Option<Self> {
        let bands: [u32; BANDS] = keys.try_into().ok()?;
        Some(Sketch(bands.map(|key| key & 0x00ff_ffff)))
    }

    /// The keys without the numbers of their bands, as `from_keys` takes them too.
    pub fn bands(&self) -> &[u32; BANDS] {
        &self.0
    }

    /// A key for each band; texts with a key in common are worth comparing.
    pub fn keys(&self) -> impl Iterator<Item = u32> + '_ {
        self.0.iter().zip(0_u32..).map(|(value, band)| band << 24 | value)
    }
}

/// An empty slot borrows from the next full one, told apart by the distance.
fn densified(slots: &[u64; SLOTS]) -> [u64; SLOTS] {
    std::array::from_fn(|at| {
        let full = (0..SLOTS as u64).find_map(|far| {
            let value = slots[(at + far as usize) % SLOTS];
            (value != u64::MAX).then(|| value.wrapping_add(far.wrapping_mul(0x9e37_79b9_7f4a_7c15)))
        });
        full.unwrap_or_default()
    })
}

/// Spreads bits (the finaliser of SplitMix64).
fn mix(value: u64) -> u64 {
    let value = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

impl fmt::Display for Sketch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for band in self.0 {
            let letter = |place: usize| char::from(DIGITS[(band >> (18 - 6 * place) & 63) as usize]);
            f.write_str(&(0..LETTERS).map(letter).collect::<String>())?;
        }
        Ok(())
    }
}

impl FromStr for Sketch {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        if text.len() != BANDS * LETTERS || !text.is_ascii() {
            return Err(Malformed);
        }
        let mut bands = [0; BANDS];
        for (place, letter) in text.bytes().enumerate() {
            let value = DIGITS.iter().position(|digit| *digit == letter).ok_or(Malformed)?;
            let band = &mut bands[place / LETTERS];
            *band = *band << 6 | u32::try_from(value).map_err(|_| Malformed)?;
        }
        Ok(Sketch(bands))
    }
}

/// The runs of five letters and digits of a text, each as a number.
fn runs(text: &str) -> Vec<u64> {
    let characters: Vec<u64> = text
        .chars()
        .filter(|c| matches!(c, '\u{4e00}'..='\u{9fff}') || c.is_alphanumeric())
        .map(|c| u64::from(u32::from(c)))
        .collect();
    // 21 bits a character: five of them are told apart before they are mixed.
    let number = |run: &[u64]| mix(run[..3].iter().fold(0, |sum, c| sum << 21 | c)) ^ (run[3] << 21 | run[4]);
    characters.windows(SHINGLE).map(|run| mix(number(run))).collect()
}

/// The different runs of five letters and digits of a text, each as a number; marks and blanks do not count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shingles(Vec<u64>);

impl Shingles {
    /// Those of a text.
    pub fn of(text: &str) -> Self {
        let mut shingles = runs(text);
        shingles.sort_unstable();
        shingles.dedup();
        Shingles(shingles)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many two texts have in common.
    pub fn common(&self, other: &Shingles) -> usize {
        let (mut rest, mut common) = (&other.0[..], 0);
        for shingle in &self.0 {
            rest = &rest[rest.iter().take_while(|there| *there < shingle).count()..];
            common += usize::from(rest.first() == Some(shingle));
        }
        common
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text of its own for each seed.
    fn text(seed: u32, length: u32) -> String {
        let letter =
            |n: u32| char::from_u32(0x4e00 + (mix(u64::from(seed * 100_003 + n)) % 3000) as u32).unwrap_or('中');
        (0..length).map(letter).collect()
    }

    #[test]
    fn texts_nearly_the_same_share_keys_and_others_none() {
        let (mut found, mut false_ones) = (0, 0);
        for seed in 0..200 {
            let old = text(seed, 800);
            // Every sixtieth character is another: about 0.85 of all shingles stay.
            let new: String = old.chars().enumerate().map(|(at, c)| if at % 60 == 7 { '改' } else { c }).collect();
            let sketch = |text: &str| Sketch::of(text).expect("long enough");
            let meet = |one: Sketch, other: Sketch| one.keys().zip(other.keys()).any(|(one, other)| one == other);
            found += usize::from(meet(sketch(&old), sketch(&new)));
            false_ones += usize::from(meet(sketch(&old), sketch(&text(seed + 1000, 800))));
        }
        assert!(found >= 199, "{found} of 200");
        assert_eq!(false_ones, 0);
    }

    #[test]
    fn a_sketch_never_changes_and_reads_back() {
        let sketch = Sketch::of(&text(7, 300)).expect("long enough");
        assert_eq!(sketch.to_string(), GOLDEN);
        assert_eq!(sketch.to_string().parse(), Ok(sketch));
        assert_eq!(Sketch::of(&text(7, 50)), None);
        for text in ["", "A", &"A".repeat(63), &"！".repeat(64), &"=".repeat(64)] {
            assert_eq!(text.parse::<Sketch>(), Err(Malformed), "{text}");
        }
    }

    const GOLDEN: &str = "qyOZd1O7WavYw1Ok_e4-SQEDF7TsiNxtwJROqwVQBCQC08QKGpBYVRqnjAVqus4v";

    #[test]
    fn marks_and_blanks_do_not_count() {
        let plain = text(3, 200);
        let marked: String = plain.chars().flat_map(|c| [c, '，', ' ']).collect();
        assert_eq!(Shingles::of(&plain), Shingles::of(&marked));
        let (one, other) = (Shingles::of("一二三四五六七"), Shingles::of("二三四五六七八"));
        assert_eq!((one.len(), one.common(&other), one.is_empty()), (3, 2, false));
    }
}
