//! Receipt numbers and digests: the names by which the register speaks of a brief and of a text.
//!
//! In: numbers and bytes. Out: values that print and read back unchanged. Refuses to know: the journal.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest as _, Sha256};

/// A receipt number (收文号): the year of receiving and a count within it, printed as `2016-0412`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ReceiptNo {
    /// Calendar year of receiving.
    pub year: i32,
    /// Count within the year, from 1.
    pub number: u32,
}

impl fmt::Display for ReceiptNo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:04}", self.year, self.number)
    }
}

/// The text is no receipt number or no digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Malformed;

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("malformed number")
    }
}

impl FromStr for ReceiptNo {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        let (year, number) = text.trim().split_once('-').ok_or(Malformed)?;
        let digits =
            |part: &str, most: usize| (1..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        if year.len() != 4 || !digits(year, 4) || !digits(number, 9) {
            return Err(Malformed);
        }
        let receipt =
            ReceiptNo { year: year.parse().map_err(|_| Malformed)?, number: number.parse().map_err(|_| Malformed)? };
        if receipt.number == 0 { Err(Malformed) } else { Ok(receipt) }
    }
}

/// A SHA-256 digest, printed as 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Digest([u8; 32]);

impl Digest {
    /// The digest of some bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Digest(Sha256::digest(bytes).into())
    }

    /// The first `digits` hexadecimal digits, for short names.
    pub fn short(&self, digits: usize) -> String {
        let mut text = self.to_string();
        text.truncate(digits);
        text
    }

    /// The raw 32 bytes.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl From<[u8; 32]> for Digest {
    fn from(bytes: [u8; 32]) -> Self {
        Digest(bytes)
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let mut text = [0; 64];
        for (pair, byte) in text.chunks_exact_mut(2).zip(self.0) {
            pair.copy_from_slice(&[DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]);
        }
        f.write_str(std::str::from_utf8(&text).unwrap_or_default())
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({})", self.short(8))
    }
}

impl FromStr for Digest {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        let mut bytes = [0; 32];
        if text.len() != 64 {
            return Err(Malformed);
        }
        for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
            *byte = hexadecimal(pair[0])? << 4 | hexadecimal(pair[1])?;
        }
        Ok(Digest(bytes))
    }
}

fn hexadecimal(digit: u8) -> Result<u8, Malformed> {
    match digit {
        b'0'..=b'9' => Ok(digit - b'0'),
        b'a'..=b'f' => Ok(digit - b'a' + 10),
        b'A'..=b'F' => Ok(digit - b'A' + 10),
        _ => Err(Malformed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_digests_read_back_what_they_print() {
        let receipt = ReceiptNo { year: 2016, number: 12 };
        assert_eq!(receipt.to_string(), "2016-0012");
        assert_eq!("2016-0012".parse(), Ok(receipt));
        assert_eq!("2016-12".parse(), Ok(receipt));
        assert_eq!("2016-12345".parse(), Ok(ReceiptNo { year: 2016, number: 12345 }));
        for text in ["", "2016", "2016-", "2016-0", "16-1", "2016-1x", "２０１６-1"] {
            assert_eq!(text.parse::<ReceiptNo>(), Err(Malformed), "{text}");
        }
        let digest = Digest::of("改革".as_bytes());
        assert_eq!(digest.to_string().parse(), Ok(digest));
    }
}
