//! The container of a Word document: a zip archive, opened with mistrust.
//!
//! In: the bytes of a file. Out: its parts by name, or a message that says what the file is instead. What is unpacked
//! is counted while it is unpacked; what the archive says of its own sizes is never believed.
//! Refuses to know: XML, documents.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::diagnostic::Message;
use crate::diagnostic::catalog::word;

/// Parts that an archive may list.
const MOST_PARTS: usize = 4096;
/// Bytes that all parts which are read may have together.
const MOST_BYTES: u64 = 192 << 20;
/// From this size on a part must not be more than `HIGHEST_RATIO` times larger than what it was packed to. Markup packs
/// well, but not so well: only a bomb does.
const SUSPICIOUS: u64 = 4 << 20;
const HIGHEST_RATIO: u64 = 200;

/// How every compound file begins (MS-CFB, 2.2).
const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// An opened container.
pub(super) struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    /// Names in lower case (OPC, ISO/IEC 29500-2, 6.2.2.3: names are equal without case) and where they are.
    names: BTreeMap<String, usize>,
    /// Bytes of the whole file, and how many may still be unpacked from it.
    size: u64,
    left: u64,
}

/// Whether the bytes begin as a Word document of any age does.
pub(super) fn looks_packed(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(COMPOUND)
}

impl<'b> Package<'b> {
    /// Opens the container, or says what the file is instead.
    pub fn open(bytes: &'b [u8]) -> Result<Self, Message> {
        if !bytes.starts_with(b"PK") {
            return Err(something_else(bytes));
        }
        // Counted before the list is read, which would be held in memory as a whole. (What merely looks like an entry
        // within packed data is too rare to matter.)
        let entries = bytes.windows(4).filter(|window| *window == b"PK\x01\x02").take(2 * MOST_PARTS).count();
        if entries == 2 * MOST_PARTS {
            return Err(word::too_large("里面有太多部件"));
        }
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| word::broken("压缩包不完整或者已损坏"))?;
        if archive.len() > MOST_PARTS {
            return Err(word::too_large(&format!("里面有 {} 个部件", archive.len())));
        }
        let name = |at: usize| Some((key(&archive.name_for_index(at)?.ok()?), at));
        let names: BTreeMap<String, usize> = (0..archive.len()).filter_map(name).collect();
        let package = Package { archive, names, size: bytes.len() as u64, left: MOST_BYTES };
        match package.other_kind() {
            Some(kind) => Err(word::broken(kind)),
            None => Ok(package),
        }
    }

    /// Whether there is a part of that name.
    pub fn has(&self, name: &str) -> bool {
        self.names.contains_key(&key(name))
    }

    /// Whether there is a part whose name ends so.
    pub fn has_ending(&self, ending: &str) -> bool {
        self.names.keys().any(|name| name.ends_with(ending))
    }

    /// The bytes of a part, at most `limit`; `None` when there is no such part.
    pub fn read(&mut self, name: &str, limit: u64) -> Result<Option<Vec<u8>>, Message> {
        let Some(&at) = self.names.get(&key(name)) else { return Ok(None) };
        let mut part = self.archive.by_index(at).map_err(|fault| unreadable(&fault))?;
        let packed = part.compressed_size().clamp(1, self.size);
        let most = limit.min(self.left);
        let mut bytes = Vec::new();
        let mut chunk = [0; 1 << 16];
        loop {
            let count = part.read(&mut chunk).map_err(|_| word::broken("压缩包里有一部分已损坏"))?;
            if count == 0 {
                break;
            }
            bytes.extend_from_slice(&chunk[..count]);
            let size = bytes.len() as u64;
            if size > most || size > SUSPICIOUS && size / packed > HIGHEST_RATIO {
                self.left = self.left.saturating_sub(size);
                return Err(word::too_large(&format!("“{name}”展开后大得不合常理")));
            }
        }
        self.left = self.left.saturating_sub(bytes.len() as u64);
        Ok(Some(bytes))
    }

    /// What a container is that holds no Word document.
    fn other_kind(&self) -> Option<&'static str> {
        let begins = |start: &str| self.names.keys().any(|name| name.starts_with(start));
        match () {
            () if begins("word/") => None,
            () if begins("xl/") => Some("其实是 Excel 表格"),
            () if begins("ppt/") => Some("其实是 PowerPoint 演示文稿"),
            () if self.has("content.xml") && self.has("mimetype") => Some("其实是 OpenDocument（.odt）文件"),
            () if self.has("ofd.xml") => Some("其实是 OFD 版式文件"),
            () if self.has("[content_types].xml") => None,
            () => Some("压缩包里没有 Word 文档"),
        }
    }
}

fn key(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_lowercase()
}

fn unreadable(fault: &ZipError) -> Message {
    match fault {
        ZipError::UnsupportedArchive(reason) if *reason == ZipError::PASSWORD_REQUIRED => word::locked(),
        ZipError::UnsupportedArchive(_) => word::broken("用了少见的压缩方式"),
        _ => word::broken("压缩包里有一部分已损坏"),
    }
}

/// A file that is called .docx and is none.
fn something_else(bytes: &[u8]) -> Message {
    let begins = |start: &[u8]| {
        bytes.iter().position(|b| !b.is_ascii_whitespace()).is_some_and(|at| bytes[at..].starts_with(start))
    };
    match () {
        () if bytes.is_empty() => word::broken("文件是空的"),
        () if bytes.starts_with(COMPOUND) && names_stream(bytes, "EncryptedPackage") => word::locked(),
        () if bytes.starts_with(COMPOUND) => word::old("旧格式的 Word、WPS 文档（.doc、.wps）"),
        () if begins(b"{\\rtf") => word::old("RTF 文档"),
        () if begins(b"%PDF") => word::broken("其实是 PDF 文件"),
        () if begins(b"<") => word::broken("其实是网页或 XML 文件"),
        () if bytes.iter().take(512).all(|&b| b == 0) => word::broken("内容全是零，多半是没有复制完"),
        () => word::broken("不是 Word 文档"),
    }
}

/// Whether a compound file has a stream of that name. Names stand in its directory in UTF-16 (MS-CFB, 2.6.1).
fn names_stream(bytes: &[u8], name: &str) -> bool {
    let wanted: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(wanted.len()).any(|window| window == wanted)
}
