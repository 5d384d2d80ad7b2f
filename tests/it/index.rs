//! The page's half of the search index, as the library's own tests read it.

pub mod bits {
    pub const WIDTH: u32 = 15;
    pub const FIRST: u16 = 0x3400;
}
pub mod exact {
    pub const LONGEST: usize = 8;
}
#[path = "../../src/render/search/reader.rs"]
#[allow(dead_code)]
pub mod reader;
