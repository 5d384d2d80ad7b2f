//! The files of the index: scripts that hand over one piece each.
//!
//! In: bits and a name. Out: a script that a page can load from a folder as well as from a server. Nothing in it is
//! anybody's text as it was written, so nothing can be taken for code. Refuses to know: what the pieces are.

use serde_json::Value;

use super::bits::Bits;

/// The folder of the index.
const FOLDER: &str = "search";

/// A file of the site: its path and its bytes.
pub type File = (String, Vec<u8>);

/// A piece of the index.
pub fn piece(name: &str, bits: Bits) -> File {
    let call = format!("kuaibao.put(\"{name}\",\"");
    let packed = bits.finish();
    let mut bytes = Vec::with_capacity(2 * (packed.len() + call.len() + 8));
    let units = std::iter::once(0xfeff).chain(call.encode_utf16()).chain(packed).chain("\");\n".encode_utf16());
    units.for_each(|unit| bytes.extend(u16::to_le_bytes(unit)));
    (path(name), bytes)
}

/// What the page has to know before it can ask for pieces.
pub fn plain(name: &str, value: &Value) -> File {
    (path(name), format!("\u{feff}kuaibao.put(\"{name}\",{value});\n").into_bytes())
}

fn path(name: &str) -> String {
    format!("{FOLDER}/{name}.js")
}
