//! The container of an EPUB: a zip archive that begins with its media type (OCF 3.3, section 4).
//!
//! In: files in order and the day of the issue. Out: bytes, the same for the same files: every entry bears that day,
//! the same permissions and nothing of the machine. Refuses to know: what the files are.

use std::borrow::Cow;
use std::io::{Cursor, Write};

use chrono::{Datelike, NaiveDate};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::error::{Error, Result};

const MIMETYPE: &[u8] = b"application/epub+zip";

/// A file's name in the container, and its bytes.
pub type File<'a> = (String, Cow<'a, [u8]>);

/// The files as one EPUB.
pub fn packed(date: NaiveDate, files: &[File<'_>]) -> Result<Vec<u8>> {
    written(date, files).map_err(|cause| Error::defect("EPUB 没有做成").because(cause))
}

fn written(date: NaiveDate, files: &[File<'_>]) -> zip::result::ZipResult<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().last_modified_time(day(date)).unix_permissions(0o644);
    // Readers tell an EPUB by these bytes at this place, so they must be first and as they are.
    zip.start_file("mimetype", options.compression_method(CompressionMethod::Stored))?;
    zip.write_all(MIMETYPE)?;
    for (name, bytes) in files {
        zip.start_file(name.as_str(), options.compression_method(method(name)))?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

/// Pictures are compressed already.
fn method(name: &str) -> CompressionMethod {
    let compressed = [".png", ".jpg", ".webp", ".gif"].iter().any(|ending| name.ends_with(ending));
    if compressed { CompressionMethod::Stored } else { CompressionMethod::Deflated }
}

/// The day as zip keeps it; days that zip cannot keep become its first one.
fn day(date: NaiveDate) -> DateTime {
    let parts = || {
        let year = u16::try_from(date.year()).ok()?;
        let (month, day) = (u8::try_from(date.month()).ok()?, u8::try_from(date.day()).ok()?);
        DateTime::from_date_and_time(year, month, day, 0, 0, 0).ok()
    };
    parts().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_media_type_comes_first_and_plain() {
        let date = NaiveDate::from_ymd_opt(2016, 11, 17).expect("a day");
        let files = [("EPUB/a.xhtml".to_owned(), b"<p/>".repeat(99).into())];
        let bytes = packed(date, &files).expect("memory does not fail");
        assert_eq!(&bytes[..4], b"PK\x03\x04");
        assert_eq!(&bytes[28..30], [0, 0], "no extra field");
        assert_eq!(&bytes[30..58], b"mimetypeapplication/epub+zip");
        assert_eq!(bytes, packed(date, &files).expect("memory does not fail"));
        let old = NaiveDate::from_ymd_opt(1958, 3, 1).expect("a day");
        assert!(packed(old, &files).is_ok());
    }
}
