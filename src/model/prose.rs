//! A document as lines of plain text, with the way back from each character to the place where it was written.
//!
//! In: a document and the text it was read from. Out: one `Passage` for each paragraph, heading, cell and so on.
//! Whoever judges or mends wording looks at passages: neither mark-up nor line breaks made by hand part the words.
//! Refuses to know: what is right or wrong, Markdown.

use memchr::memchr2;

use super::document::{Block, BlockKind, Document, Inline, InlineKind};
use super::span::{Span, Spanned};

/// Stands in a passage for what is no text of it: code, a picture, a reference to a footnote.
pub const OBJECT: char = '\u{fffc}';

/// What a passage is in its document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The title of the brief.
    Title,
    /// A heading of level 1 to 6.
    Heading(u8),
    /// A paragraph.
    Paragraph,
    /// A paragraph of a list's item.
    Item,
    /// A cell of a table.
    Cell,
    /// A paragraph of a footnote.
    Footnote,
    /// Code, as a whole: not prose, and printed all the same.
    Code,
    /// The description of a picture.
    Alt,
}

/// A run of text without mark-up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// What it is.
    pub role: Role,
    /// Its characters; a break that the author asked for is a line feed.
    pub text: String,
    /// Runs of characters that stand side by side in the text too: where each begins here and there, in bytes.
    runs: Vec<(usize, usize)>,
    /// Bytes here that are written otherwise there (`&amp;`, `\*`) or mean something there (an address, a label).
    fixed: Vec<(usize, usize)>,
    /// Where the passage ends in the text.
    end: usize,
}

impl Passage {
    /// Where the bytes `start..end` of the passage were written. What stands between them in the text, mark-up for
    /// example, is within the span.
    pub fn span(&self, start: usize, end: usize) -> Span {
        let last = self.text[..end.max(start).min(self.text.len())].char_indices().next_back();
        let stop = match last {
            Some((at, character)) if at >= start => self.place(at) + character.len_utf8(),
            _ => self.place(start),
        };
        Span::new(self.place(start), stop.min(self.end.max(self.place(start))))
    }

    /// Where the byte `at` of the passage was written.
    pub fn place(&self, at: usize) -> usize {
        let run = self.runs.partition_point(|(here, _)| *here <= at).saturating_sub(1);
        let (here, there) = self.runs.get(run).copied().unwrap_or_default();
        (there + at.saturating_sub(here)).min(self.end)
    }

    /// Whether something in it is written otherwise in the text, or means something there.
    pub fn has_fixed(&self) -> bool {
        !self.fixed.is_empty()
    }

    /// Whether the bytes `start..end` stand in the text side by side and character for character, and are nothing but
    /// text there.
    pub fn is_literal(&self, start: usize, end: usize) -> bool {
        let run = self.runs.partition_point(|(here, _)| *here <= start);
        let fixed = self.fixed.partition_point(|(_, stop)| *stop <= start);
        self.runs.get(run).is_none_or(|(here, _)| *here >= end)
            && self.fixed.get(fixed).is_none_or(|(from, _)| *from >= end)
            && run > 0
    }
}

/// The passages of a text, in reading order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Prose {
    /// Title first, where there is one.
    pub passages: Vec<Passage>,
}

impl Prose {
    /// The passages of a title and a body that were read from `source`.
    pub fn of(title: Option<&Spanned<String>>, body: &Document, source: &str) -> Self {
        let mut prose = Builder { source, passages: Vec::new() };
        if let Some(title) = title {
            prose.whole(Role::Title, &title.value, title.span);
        }
        prose.blocks(&body.blocks, Role::Paragraph);
        Prose { passages: prose.passages }
    }

    /// The passages that are sentences, and headings over them: all but code and descriptions of pictures.
    pub fn wording(&self) -> impl Iterator<Item = &Passage> {
        self.passages.iter().filter(|passage| !matches!(passage.role, Role::Code | Role::Alt))
    }
}

struct Builder<'a> {
    source: &'a str,
    passages: Vec<Passage>,
}

impl Builder<'_> {
    fn blocks(&mut self, blocks: &[Block], role: Role) {
        for block in blocks {
            match &block.kind {
                BlockKind::Paragraph(inlines) => self.passage(role, inlines, block.span),
                BlockKind::Heading(level, inlines) => self.passage(Role::Heading(*level), inlines, block.span),
                BlockKind::List(list) => list.items.iter().for_each(|item| self.blocks(&item.blocks, Role::Item)),
                BlockKind::Quote(blocks) => self.blocks(blocks, role),
                BlockKind::Footnote(_, blocks) => self.blocks(blocks, Role::Footnote),
                BlockKind::Code(text) => self.whole(Role::Code, text, block.span),
                BlockKind::Table(table) => {
                    let rows = std::iter::once(&table.head).chain(&table.rows);
                    rows.flatten().for_each(|cell| self.passage(Role::Cell, cell, block.span));
                }
                BlockKind::Rule => {}
            }
        }
    }

    /// A text that stands at `span` as a whole.
    fn whole(&mut self, role: Role, text: &str, span: Span) {
        let mut line = Line::at(span);
        line.text(text, span, self.source);
        self.push(role, line);
    }

    fn passage(&mut self, role: Role, inlines: &[Inline], span: Span) {
        let (mut line, mut asides) = (Line::at(span), Vec::new());
        line.inlines(inlines, self.source, &mut asides);
        self.push(role, line);
        asides.into_iter().for_each(|(role, text, span)| self.whole(role, text, span));
    }

    fn push(&mut self, role: Role, line: Line) {
        if !line.text.is_empty() {
            let Line { text, runs, fixed, end } = line;
            self.passages.push(Passage { role, text, runs, fixed, end });
        }
    }
}

/// A passage while it is put together.
struct Line {
    text: String,
    runs: Vec<(usize, usize)>,
    fixed: Vec<(usize, usize)>,
    end: usize,
}

impl Line {
    fn at(span: Span) -> Self {
        Line { text: String::new(), runs: Vec::new(), fixed: Vec::new(), end: span.end }
    }

    fn inlines<'a>(&mut self, inlines: &'a [Inline], source: &str, asides: &mut Vec<(Role, &'a str, Span)>) {
        for inline in inlines {
            match &inline.kind {
                InlineKind::Text(text) => self.text(text, inline.span, source),
                InlineKind::Strong(inner) | InlineKind::Emphasis(inner) | InlineKind::Strike(inner) => {
                    self.inlines(inner, source, asides)
                }
                InlineKind::Link(_, inner) => self.link(inner, inline.span, source, asides),
                InlineKind::Break => self.mark('\n', inline.span),
                InlineKind::Code(text) => {
                    self.mark(OBJECT, inline.span);
                    asides.push((Role::Code, text, inline.span));
                }
                InlineKind::Image(image) => {
                    self.mark(OBJECT, inline.span);
                    asides.push((Role::Alt, &image.alt, inline.span));
                }
                InlineKind::FootnoteRef(_) => self.mark(OBJECT, inline.span),
            }
        }
    }

    /// The words of a link are an address themselves, or the label by which it is found, unless an address in
    /// brackets follows them.
    fn link<'a>(&mut self, inner: &'a [Inline], span: Span, source: &str, asides: &mut Vec<(Role, &'a str, Span)>) {
        let from = self.text.len();
        self.inlines(inner, source, asides);
        if !source.get(span.start..span.end).is_some_and(|written| written.ends_with(')')) {
            self.fixed.retain(|(start, _)| *start < from);
            self.fixed.push((from, self.text.len()));
        }
    }

    fn mark(&mut self, character: char, span: Span) {
        self.runs.push((self.text.len(), span.start));
        self.fixed.push((self.text.len(), self.text.len() + character.len_utf8()));
        self.text.push(character);
    }

    /// Characters stand in the text in the same order, with something between them now and then: line breaks,
    /// backslashes, quotation marks at a line's head. What is not found stands where the search began.
    fn text(&mut self, text: &str, span: Span, source: &str) {
        let written = source.get(span.start..span.end).unwrap_or_default();
        let (mut at, mut here, mut broken) = (0, 0, true);
        let mut doubtful: Option<usize> = None;
        while let Some(character) = text[here..].chars().next() {
            // Nearly all of it stands there as it is.
            let same = alike(&text[here..], &written[at..]);
            if same > 0 {
                if broken {
                    self.runs.push((self.text.len(), span.start + at));
                }
                self.text.push_str(&text[here..here + same]);
                (at, here, broken) = (at + same, here + same, false);
                continue;
            }
            let (skipped, taken) = ahead(&written[at..], character, &text[here..]);
            let lost = taken == 0 && character != ' ' || !written[at..at + skipped].chars().all(is_between);
            if lost && doubtful.is_none() {
                doubtful = Some(self.text.len());
            }
            at += skipped;
            let same = taken == character.len_utf8();
            self.runs.push((self.text.len(), span.start + at));
            if !same || at > 0 && character.is_ascii_punctuation() && written.as_bytes()[at - 1] == b'\\' {
                self.fixed.push((self.text.len(), self.text.len() + character.len_utf8()));
            }
            self.text.push(character);
            at += taken;
            here += character.len_utf8();
            broken = !same;
        }
        // Behind mark-up that is not shown, an address above all, the same characters may be other ones.
        if let Some(from) = doubtful {
            self.fixed.retain(|(start, _)| *start < from);
            self.fixed.push((from, self.text.len()));
        }
    }
}

/// What may stand between two characters that are side by side.
fn is_between(character: char) -> bool {
    character.is_whitespace() || matches!(character, '>' | '\\' | '*' | '_' | '~' | '"' | '\'' | '#')
}

/// How many bytes both begin with, up to what might be a reference or the end of a line, and to a character's border.
fn alike(text: &str, written: &str) -> usize {
    const STRETCH: usize = 32;
    // Not further than this at once: where every other character differs, all of the rest would be looked through each time.
    const MOST: usize = 1 << 10;
    let here = &text.as_bytes()[..text.len().min(MOST)];
    let until = memchr2(b'&', b' ', here).unwrap_or(here.len());
    let (here, there) = (&here[..until], written.as_bytes());
    // Whole stretches are compared at once, and the first that differs byte by byte.
    let stretches = here.chunks_exact(STRETCH).zip(there.chunks_exact(STRETCH));
    let from = STRETCH * stretches.take_while(|(a, b)| a == b).count();
    let same = from + here[from..].iter().zip(&there[from..]).take_while(|(a, b)| a == b).count();
    (0..=same).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// Bytes that `written` has before `character`, the first of `text`, and bytes in which it is written; both 0 when it
/// does not come soon: what may stand between two characters is short.
fn ahead(written: &str, character: char, text: &str) -> (usize, usize) {
    // Behind the end of a line come the signs of a quotation and blanks.
    let lead = if character.is_whitespace() || character == '>' { 0 } else { written.len() - begun(written).len() };
    if let Some(entity) = entity(&written[lead..]).filter(|entity| !text.starts_with(entity)) {
        return (lead, entity.len());
    }
    // Between two words that are not Chinese, the end of a line is read as a blank.
    if character == ' ' && written.trim_start_matches([' ', '\t', '\r']).starts_with('\n') {
        return (0, 0);
    }
    // Blanks at a line's head may be many: what is looked for comes behind them.
    let from = if lead > 64 { lead } else { 0 };
    let found = written[from..].char_indices().take(64).find(|(_, there)| *there == character);
    found.map_or((0, 0), |(at, _)| (from + at, character.len_utf8()))
}

/// The text from the first word of its line.
fn begun(written: &str) -> &str {
    written.trim_start_matches([' ', '\t', '\r', '\n', '>', '　'])
}

/// The character reference (CommonMark 0.31, 2.5) with which `written` begins.
fn entity(written: &str) -> Option<&str> {
    let name = written.strip_prefix('&')?;
    let end = name.find(|c: char| !c.is_ascii_alphanumeric() && c != '#')?;
    name[end..].starts_with(';').then(|| &written[..end + 2])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Findings, Source};
    use crate::parse;

    fn prose(text: &str) -> (Source, Prose) {
        let source = Source::new("a.md", text);
        let brief = parse::brief(&source, &mut Findings::about(&source));
        let prose = Prose::of(brief.title.as_ref(), &brief.body, &source.text);
        (source, prose)
    }

    fn written<'a>(source: &'a Source, passage: &Passage, part: &str) -> &'a str {
        let at = passage.text.find(part).expect("the passage has it");
        let span = passage.span(at, at + part.len());
        &source.text[span.start..span.end]
    }

    #[test]
    fn words_are_found_again_behind_mark_up_line_breaks_and_entities() {
        let (source, prose) =
            prose("---\n标题: \"甲“乙”丙\"\n---\n\n改革**一是**抓\n落实，A&amp;B \\*三\\* `码` 完。\n\n- 列表一\n");
        let texts: Vec<_> = prose.passages.iter().map(|p| (p.role, p.text.as_str())).collect();
        assert_eq!(texts[0], (Role::Title, "甲“乙”丙"));
        assert_eq!(texts[1], (Role::Paragraph, "改革一是抓落实，A&B *三* \u{fffc} 完。"));
        assert_eq!(texts[2], (Role::Code, "码"));
        assert_eq!(texts[3], (Role::Item, "列表一"));
        assert_eq!(written(&source, &prose.passages[0], "“乙”"), "“乙”");
        let body = &prose.passages[1];
        assert_eq!(written(&source, body, "一是"), "一是");
        assert_eq!(written(&source, body, "抓落实"), "抓\n落实");
        assert_eq!(written(&source, body, "三"), "三");
        assert_eq!(written(&source, body, "完。"), "完。");
        assert_eq!(written(&source, &prose.passages[3], "表一"), "表一");
        let (from, to) = (body.text.find("抓落").unwrap_or(0), body.text.find("实").unwrap_or(0));
        assert!(!body.is_literal(from, to) && body.is_literal(from, from + "抓".len()));
        for odd in ["&", "*", "\u{fffc}"] {
            let at = body.text.find(odd).expect("the passage has it");
            assert!(!body.is_literal(at, at + odd.len()), "{odd} is written otherwise, or is no text");
        }
    }

    #[test]
    fn words_that_are_an_address_or_a_label_are_fixed() {
        let (_, prose) = prose("见<http://a.cn/甲,乙>、[丙,丁]、[戊,己](http://b.cn)。\n\n[丙,丁]: http://c.cn\n");
        let body = &prose.passages[0];
        let literal = |part: &str| {
            let at = body.text.find(part).expect("the passage has it");
            body.is_literal(at, at + part.len())
        };
        assert_eq!(body.text, "见http://a.cn/甲,乙、丙,丁、戊,己。");
        assert!(!literal("甲,乙") && !literal("丙,丁") && literal("戊,己") && literal("。"));
    }

    #[test]
    fn every_place_is_a_character_border_of_the_text_whatever_the_text() {
        for text in [
            "&&amp;&#x4e2d;&nbsp;甲",
            "_\r\n&#44;甲 ,\n> &#44;,",
            "> 引\n> 文\n\n|甲|乙|\n|-|-|\n|\\|丙|&lt;丁|\n",
            "[^1]\n\n[^1]: 注\n    文",
            "# &\n\n\\",
        ] {
            let (source, prose) = prose(text);
            for passage in &prose.passages {
                for (at, character) in passage.text.char_indices() {
                    let span = passage.span(at, at + character.len_utf8());
                    assert!(source.text.is_char_boundary(span.start), "{text} {at}");
                }
            }
        }
    }
}
