//! Bytes → text, as what they are: UTF-8, UTF-16, GB18030 (with GBK), Big5. Never mojibake: what cannot be read
//! without loss is said.
//!
//! In: the bytes of a file. Out: text without byte-order mark, and messages. The ladder: a mark decides; then strict
//! UTF-8; then, since GB18030 accepts nearly anything, only what a detector and the text's own look agree on.
//! Refuses to know: files, Markdown.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use crate::diagnostic::Message;
use crate::diagnostic::catalog::file;

/// A text, and what is to be said about its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text; where bytes made no sense, U+FFFD stands for them.
    pub text: String,
    /// Whether every byte was understood.
    pub whole: bool,
    /// What to say about the file as a whole.
    pub messages: Vec<Message>,
}

/// Decodes the bytes of a text file.
pub fn decode(bytes: &[u8]) -> Decoded {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return with_encoding(&bytes[mark..], encoding);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Decoded { text: text.to_owned(), whole: true, messages: vec![] };
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        return with_encoding(bytes, encoding);
    }
    let damage = utf8_damage(bytes);
    if damage.is_utf8_at_heart() {
        return broken(bytes, &format!("UTF-8 文字中有 {} 处残缺，第一处在第 {} 行", damage.faults, damage.first_line));
    }
    match chinese_encoding(bytes) {
        Some(encoding) => with_encoding(bytes, encoding),
        None => broken(bytes, "认不出是哪种编码"),
    }
}

fn with_encoding(bytes: &[u8], encoding: &'static Encoding) -> Decoded {
    let (text, lossy) = encoding.decode_without_bom_handling(bytes);
    if lossy {
        return broken(bytes, &format!("按 {} 读有残缺", name(encoding)));
    }
    let messages = if encoding == UTF_8 { vec![] } else { vec![file::encoding_other(name(encoding))] };
    Decoded { text: text.into_owned(), whole: true, messages }
}

fn broken(bytes: &[u8], known: &str) -> Decoded {
    let text = String::from_utf8_lossy(bytes).into_owned();
    Decoded { text, whole: false, messages: vec![file::encoding_broken(known)] }
}

fn name(encoding: &'static Encoding) -> &'static str {
    if encoding == GB18030 {
        "GBK（GB18030）"
    } else if encoding == BIG5 {
        "Big5（繁体）"
    } else {
        encoding.name()
    }
}

/// Notepad's “Unicode” that lost its mark: line feeds and ASCII have a zero byte on one side, always the same.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    if bytes.len() < 4 || !bytes.len().is_multiple_of(2) {
        return None;
    }
    let zeros = |from: usize| bytes.iter().skip(from).step_by(2).filter(|&&byte| byte == 0).count();
    let (high_first, low_first) = (zeros(0), zeros(1));
    match (high_first, low_first) {
        (0, n) if n * 50 > bytes.len() => Some(UTF_16LE),
        (n, 0) if n * 50 > bytes.len() => Some(UTF_16BE),
        _ => None,
    }
}

struct Damage {
    multibyte: usize,
    faults: usize,
    first_line: usize,
}

impl Damage {
    /// Well-formed multi-byte characters hardly ever happen by chance: a text with many of them and few faults is
    /// UTF-8 that was cut or hit, and must not be read as something else.
    fn is_utf8_at_heart(&self) -> bool {
        self.multibyte >= 4 * self.faults && self.multibyte > 0
    }
}

fn utf8_damage(bytes: &[u8]) -> Damage {
    let mut damage = Damage { multibyte: 0, faults: 0, first_line: 1 };
    for chunk in bytes.utf8_chunks() {
        damage.multibyte += chunk.valid().chars().filter(|c| c.len_utf8() >= 3).count();
        if damage.faults == 0 {
            damage.first_line += chunk.valid().matches('\n').count();
        }
        damage.faults += usize::from(!chunk.invalid().is_empty());
    }
    damage
}

/// GB18030 or Big5, when the bytes decode without loss and look like Chinese prose.
fn chinese_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    let candidates = if guess == BIG5 { [BIG5, GB18030] } else { [GB18030, BIG5] };
    candidates.into_iter().find(|encoding| {
        let (text, lossy) = encoding.decode_without_bom_handling(bytes);
        !lossy && looks_chinese(&text)
    })
}

/// Nearly all characters beyond ASCII are common ideographs or the marks that go with them.
fn looks_chinese(text: &str) -> bool {
    let beyond: Vec<char> = text.chars().filter(|c| !c.is_ascii()).collect();
    let usual = |c: &&char| {
        matches!(**c, '\u{4e00}'..='\u{9fff}' | '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ffef}'
        | '\u{2010}'..='\u{2027}' | '\u{b7}' | '\u{d7}' | '\u{2460}'..='\u{2473}' | '\u{a0}' | '℃' | '㎡' | '○')
    };
    beyond.iter().filter(usual).count() * 10 >= beyond.len() * 9
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "---\n标题: 关于“放管服”改革\n---\n\n今年以来，我市推进改革。\n";

    fn codes(bytes: &[u8]) -> Vec<&'static str> {
        decode(bytes).messages.iter().map(|message| message.code.name).collect()
    }

    fn utf16(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(order).collect()
    }

    #[test]
    fn utf8_is_read_with_and_without_a_mark_and_nothing_is_said() {
        assert_eq!(decode(TEXT.as_bytes()).text, TEXT);
        let marked = [b"\xef\xbb\xbf", TEXT.as_bytes()].concat();
        assert_eq!(decode(&marked), Decoded { text: TEXT.into(), whole: true, messages: vec![] });
    }

    #[test]
    fn gbk_big5_and_utf16_are_read_as_what_they_are() {
        let (gbk, ..) = GB18030.encode(TEXT);
        assert_eq!(decode(&gbk).text, TEXT);
        assert_eq!(codes(&gbk), ["encoding-other"]);
        for order in [u16::to_le_bytes, u16::to_be_bytes] {
            assert_eq!(decode(&utf16(&format!("\u{feff}{TEXT}"), order)).text, TEXT);
            assert_eq!(decode(&utf16(TEXT, order)).text, TEXT, "without its mark");
        }
        let traditional = "各專項小組要充分發揮統籌協調的職能作用，確保改革落實。\n";
        let (big5, ..) = BIG5.encode(traditional);
        assert_eq!(decode(&big5).text, traditional);
    }

    #[test]
    fn a_text_cut_inside_a_character_is_damaged_utf8_and_never_something_else() {
        let cut = &TEXT.as_bytes()[..TEXT.len() - 5];
        let decoded = decode(cut);
        assert!(!decoded.whole && decoded.text.contains("今年以来"), "{decoded:?}");
        assert_eq!(codes(cut), ["encoding-broken"]);
    }

    #[test]
    fn bytes_that_are_no_text_are_refused() {
        for bytes in [&b"\xff\xfe\x00\xd8"[..], b"\x81\x20\xfe\xfe\x80", b"PK\x03\x04\xb0\xc4\xff\x80\x80"] {
            assert!(!decode(bytes).whole, "{bytes:?}");
        }
    }
}
