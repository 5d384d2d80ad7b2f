//! A file as it lies in a container: deflated, but for pictures, which are compressed already.
//!
//! In: a name and bytes. Out: what any container keeps of them, so that a file of many books is deflated once.
//! Refuses to know: containers.

use std::cell::RefCell;

use flate2::{Compress, Compression, Crc, FlushCompress, Status};

use crate::error::{Error, Result};

/// A file, packed.
pub struct Packed {
    /// Whether it is deflated.
    pub deflated: bool,
    /// The check sum of the bytes as they were.
    pub sum: u32,
    /// How many there were.
    pub size: usize,
    /// The bytes as they lie in the container.
    pub bytes: Vec<u8>,
}

/// What deflating needs besides the bytes. Most files are small, and making it anew for each would take as long as
/// deflating them.
struct Press {
    compress: Compress,
    out: Vec<u8>,
}

thread_local! {
    static PRESS: RefCell<Press> =
        RefCell::new(Press { compress: Compress::new(Compression::default(), false), out: Vec::new() });
}

impl Packed {
    /// Packs the file of that name.
    pub fn of(name: &str, bytes: &[u8]) -> Result<Self> {
        let deflated = ![".png", ".jpg", ".webp", ".gif"].iter().any(|ending| name.ends_with(ending));
        let packed = if deflated { PRESS.with_borrow_mut(|press| press.deflated(bytes))? } else { bytes.to_vec() };
        Ok(Packed { deflated, sum: sum(bytes), size: bytes.len(), bytes: packed })
    }

    /// The same bytes as they are.
    pub fn plain(bytes: &[u8]) -> Self {
        Packed { deflated: false, sum: sum(bytes), size: bytes.len(), bytes: bytes.to_vec() }
    }
}

fn sum(bytes: &[u8]) -> u32 {
    let mut sum = Crc::new();
    sum.update(bytes);
    sum.sum()
}

impl Press {
    fn deflated(&mut self, bytes: &[u8]) -> Result<Vec<u8>> {
        self.compress.reset();
        self.out.clear();
        loop {
            self.out.reserve(bytes.len() / 2 + 256);
            let done = usize::try_from(self.compress.total_in()).unwrap_or(usize::MAX).min(bytes.len());
            let state = self.compress.compress_vec(&bytes[done..], &mut self.out, FlushCompress::Finish);
            match state.map_err(|cause| Error::defect("EPUB 没有做成").because(cause))? {
                // A copy takes no more room than it needs: chapters wait for the next book that holds them.
                Status::StreamEnd => return Ok(self.out.clone()),
                Status::Ok | Status::BufError => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn what_was_deflated_comes_back_and_one_file_leaves_nothing_to_the_next() {
        let long: Vec<u8> = (0..200_000_u32).flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
        let texts = [b"".to_vec(), "改革".repeat(5000).into_bytes(), b"<p/>".to_vec(), long];
        for text in texts.iter().chain(&texts) {
            let packed = Packed::of("a.xhtml", text).expect("memory does not fail");
            let mut back = Vec::new();
            flate2::read::DeflateDecoder::new(packed.bytes.as_slice()).read_to_end(&mut back).expect("deflated");
            assert_eq!((&back, packed.size), (text, text.len()));
        }
        let picture = Packed::of("images/a.png", b"picture").expect("memory does not fail");
        assert_eq!((picture.deflated, picture.bytes.as_slice()), (false, b"picture".as_slice()));
    }
}
