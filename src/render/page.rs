//! A file of the site: a path and a way to make its bytes.
//!
//! In: a path and a closure. Out: bytes, whenever somebody asks. Refuses to know: what kind of file it is.

use crate::error::Result;

/// A page is a path and a way to make its bytes. Making one needs no other, so that nobody has to keep them all.
pub struct Page<'a> {
    /// Where it goes, from the site's root, with `/`.
    pub path: String,
    make: Box<dyn Fn() -> Result<Vec<u8>> + Send + Sync + 'a>,
}

impl<'a> Page<'a> {
    /// A page that `make` makes.
    pub fn new(path: impl Into<String>, make: impl Fn() -> Result<Vec<u8>> + Send + Sync + 'a) -> Self {
        Page { path: path.into(), make: Box::new(make) }
    }

    /// Makes it.
    pub fn bytes(&self) -> Result<Vec<u8>> {
        (self.make)()
    }
}
