//! A file of an EPUB as readers unpack it.
//!
//! In: its bytes as they lie in the container, and what the directory says of them. Out: the file, if it is what the
//! directory says. What unpacking needs is made once for all files of a book: making it anew for each would take as long
//! as unpacking them. Refuses to know: what no file may hold.

use flate2::{Crc, Decompress, FlushDecompress};
use zip::CompressionMethod;

/// No deflated file holds more than so many times its bytes.
const MOST: usize = 1032;

/// What the directory says of a file.
pub(super) struct Told {
    /// How it was packed.
    pub method: CompressionMethod,
    /// The check sum of the bytes as they were.
    pub sum: u32,
    /// How many there were.
    pub size: u64,
}

/// Unpacks one file after the other.
pub(super) struct Unpacker {
    inflate: Decompress,
    file: Vec<u8>,
}

impl Unpacker {
    pub fn new() -> Self {
        Unpacker { inflate: Decompress::new(false), file: Vec::new() }
    }

    /// The file, or what is wrong with it.
    pub fn unpacked(&mut self, packed: &[u8], told: &Told) -> Result<&[u8], String> {
        self.file.clear();
        match told.method {
            CompressionMethod::Stored => self.file.extend(packed),
            CompressionMethod::Deflated => self.inflated(packed, told.size)?,
            other => return Err(format!("认不出的压缩方法 {other}")),
        }
        let mut sum = Crc::new();
        sum.update(&self.file);
        let is_whole = (self.file.len() as u64, sum.sum()) == (told.size, told.sum);
        is_whole.then_some(self.file.as_slice()).ok_or_else(|| "校验和不对".to_owned())
    }

    fn inflated(&mut self, packed: &[u8], size: u64) -> Result<(), String> {
        // One byte more tells a file that is longer than it should be.
        let size = usize::try_from(size).unwrap_or(usize::MAX).min(packed.len().saturating_mul(MOST));
        self.file.reserve(size + 1);
        self.inflate.reset(false);
        let done = self.inflate.decompress_vec(packed, &mut self.file, FlushDecompress::Finish);
        done.map(drop).map_err(|fault| fault.to_string())
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::DeflateEncoder;

    use super::*;

    fn told(method: CompressionMethod, file: &[u8]) -> Told {
        let mut sum = Crc::new();
        sum.update(file);
        Told { method, sum: sum.sum(), size: file.len() as u64 }
    }

    fn deflated(file: &[u8]) -> Vec<u8> {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(file).and_then(|()| encoder.finish()).expect("memory does not fail")
    }

    #[test]
    fn what_was_packed_comes_back_and_one_file_leaves_nothing_to_the_next() {
        let mut unpacker = Unpacker::new();
        let files = ["改革".repeat(9000).into_bytes(), Vec::new(), b"<p/>".to_vec(), vec![0; 200_000]];
        for file in files.iter().chain(&files) {
            let told = told(CompressionMethod::Deflated, file);
            assert_eq!(unpacker.unpacked(&deflated(file), &told), Ok(file.as_slice()));
        }
        let plain = told(CompressionMethod::Stored, b"picture");
        assert_eq!(unpacker.unpacked(b"picture", &plain), Ok(b"picture".as_slice()));
    }

    #[test]
    fn what_is_not_what_the_directory_says_is_refused() {
        let mut unpacker = Unpacker::new();
        let file = b"a text that is a little longer than a word".as_slice();
        let (packed, deflate) = (deflated(file), CompressionMethod::Deflated);
        let right = || told(deflate, file);
        let wrong = [
            Told { size: 3, ..right() },
            Told { size: u64::MAX, ..right() },
            Told { sum: 0, ..right() },
            Told { method: CompressionMethod::Stored, ..right() },
        ];
        assert!(wrong.iter().all(|told| unpacker.unpacked(&packed, told).is_err()));
        assert!(unpacker.unpacked(&packed[..9], &right()).is_err());
        assert!(unpacker.unpacked(b"\xff\xff", &right()).is_err());
        assert!(unpacker.unpacked(&packed, &right()).is_ok());
    }
}
