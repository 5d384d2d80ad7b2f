//! The container of an EPUB: a zip archive that begins with its media type (OCF 3.3, section 4).
//!
//! In: packed files in order and the day of the issue. Out: bytes, the same for the same files: every entry bears that
//! day, the same permissions and nothing of the machine. Written here and not by a crate, since chapters come packed;
//! the gate reads it again with a crate, and epubcheck in the tests. Refuses to know: what the files are.

use std::sync::Arc;

use chrono::{Datelike, NaiveDate};

use super::packed::Packed;
use crate::error::{Error, Result};

const MIMETYPE: &[u8] = b"application/epub+zip";
/// The permissions of a plain file on Unix (0o100644), where zip keeps them.
const ATTRIBUTES: u32 = 0o100_644 << 16;
/// The version by which zip's writers call themselves on Unix.
const UNIX: u16 = 3 << 8;

/// A file's name in the container, and what it holds.
pub type File = (String, Arc<Packed>);

/// The files as one EPUB.
pub fn packed(date: NaiveDate, files: &[File]) -> Result<Vec<u8>> {
    // Readers tell an EPUB by these bytes at this place, so they must be first and as they are.
    let mimetype = ("mimetype".to_owned(), Arc::new(Packed::plain(MIMETYPE)));
    let files = || std::iter::once(&mimetype).chain(files);
    let size = files().map(|(name, file)| file.bytes.len() + 2 * name.len() + 76).sum::<usize>() + 22;
    let mut out = Vec::with_capacity(size);
    let mut directory = Vec::new();
    let (mut count, day) = (0, day(date));
    for (name, file) in files() {
        let header = header(name, file, day)?;
        directory.extend(b"PK\x01\x02");
        put16(&mut directory, UNIX | version(file));
        directory.extend(&header);
        // No comment, one disk, no text; then the permissions and the place.
        directory.extend([0; 6]);
        put32(&mut directory, ATTRIBUTES);
        put32(&mut directory, small(out.len())?);
        directory.extend(name.as_bytes());
        out.extend(b"PK\x03\x04");
        out.extend(&header);
        out.extend(name.as_bytes());
        out.extend(&file.bytes);
        count += 1;
    }
    let (from, length) = (small(out.len())?, small(directory.len())?);
    out.append(&mut directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    let count = u16::try_from(count).map_err(|_| too_large())?;
    put16(&mut out, count);
    put16(&mut out, count);
    put32(&mut out, length);
    put32(&mut out, from);
    put16(&mut out, 0);
    Ok(out)
}

/// The part that an entry and its line in the directory have in common (APPNOTE 4.3.7 and 4.3.12). All names are ASCII,
/// so no flag tells their encoding.
fn header(name: &str, file: &Packed, day: u16) -> Result<Vec<u8>> {
    let mut header = Vec::with_capacity(26);
    put16(&mut header, version(file));
    put16(&mut header, 0);
    put16(&mut header, if file.deflated { 8 } else { 0 });
    put16(&mut header, 0);
    put16(&mut header, day);
    put32(&mut header, file.sum);
    put32(&mut header, small(file.bytes.len())?);
    put32(&mut header, small(file.size)?);
    put16(&mut header, u16::try_from(name.len()).map_err(|_| too_large())?);
    put16(&mut header, 0);
    Ok(header)
}

/// The version of zip that a reader needs: 2.0 for what is deflated.
fn version(file: &Packed) -> u16 {
    if file.deflated { 20 } else { 10 }
}

fn put16(out: &mut Vec<u8>, value: u16) {
    out.extend(value.to_le_bytes());
}

fn put32(out: &mut Vec<u8>, value: u32) {
    out.extend(value.to_le_bytes());
}

fn small(value: usize) -> Result<u32> {
    u32::try_from(value).ok().filter(|value| *value < u32::MAX).ok_or_else(too_large)
}

/// Four gigabytes, or 65,535 files.
fn too_large() -> Error {
    Error::work("这一本电子书太大，EPUB 装不下").help("请检查这一年的插图是否过大。")
}

/// The day as zip keeps it; days that zip cannot keep become its first one, 1 January 1980.
fn day(date: NaiveDate) -> u16 {
    let year = u32::try_from(date.year() - 1980).ok().filter(|year| *year < 128);
    let day = year.map(|year| year << 9 | date.month() << 5 | date.day());
    day.and_then(|day| u16::try_from(day).ok()).unwrap_or(1 << 5 | 1)
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read};

    use super::*;

    fn files(texts: &[(&str, &[u8])]) -> Vec<File> {
        let file = |(name, bytes): &(&str, &[u8])| {
            ((*name).to_owned(), Arc::new(Packed::of(name, bytes).expect("memory does not fail")))
        };
        texts.iter().map(file).collect()
    }

    #[test]
    fn the_media_type_comes_first_and_plain() {
        let date = NaiveDate::from_ymd_opt(2016, 11, 17).expect("a day");
        let files = files(&[("EPUB/a.xhtml", &b"<p/>".repeat(99))]);
        let bytes = packed(date, &files).expect("memory does not fail");
        assert_eq!(&bytes[..4], b"PK\x03\x04");
        assert_eq!(&bytes[28..30], [0, 0], "no extra field");
        assert_eq!(&bytes[30..58], b"mimetypeapplication/epub+zip");
        assert_eq!(bytes, packed(date, &files).expect("memory does not fail"));
    }

    #[test]
    fn others_read_what_was_written() {
        let texts: [(&str, &[u8]); 3] = [("EPUB/a.xhtml", "改革".as_bytes()), ("EPUB/images/a.png", b"x"), ("b", b"")];
        for (year, told) in [(2016, 2016), (1958, 1980), (2107, 2107), (2108, 1980)] {
            let date = NaiveDate::from_ymd_opt(year, 3, 1).expect("a day");
            let bytes = packed(date, &files(&texts)).expect("memory does not fail");
            let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
            assert_eq!(archive.len(), 4);
            for (at, (name, bytes)) in texts.iter().enumerate() {
                let mut entry = archive.by_index(at + 1).expect("an entry");
                assert_eq!(entry.last_modified().map(|day| day.year()), Some(told));
                assert_eq!(entry.unix_mode(), Some(0o100_644));
                assert_eq!(entry.name().map(|name| name.to_string()).ok().as_deref(), Some(*name));
                let mut back = Vec::new();
                entry.read_to_end(&mut back).expect("whole");
                assert_eq!(back, *bytes);
            }
        }
    }
}
