//! Reads the Markdown of a body. pulldown-cmark ends here.
//!
//! In: a text and the range of the body in it. Out: a document whose places are those of the whole text; findings
//! about HTML, links and nesting. Refuses to know: the header, images and whether they exist.
//!
//! CommonMark with tables, footnotes, strikethrough and task lists. Beyond it: emphasis beside Chinese punctuation
//! (see `emphasis`); lines broken by hand are joined as Chinese is; a line which begins with full-width blanks or with a
//! number (一、) begins a paragraph; HTML is text; Chinese is never code because of its indentation.

use pulldown_cmark::{CodeBlockKind, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};

use super::addresses::{file_name, followable};
use super::characters::{excerpt, is_numbered};
use super::emphasis::Mended;
use super::inlines::Wrap;
use super::notes::Notes;
use super::tree::{DEEPEST, Holder, Leaf, Tree, table};
use crate::diagnostic::Source;
use crate::diagnostic::catalog::text::{html_raw, link_scheme, nesting_deep};
use crate::model::document::{Alignment, Image, List};
use crate::model::{Document, Span};

/// Reads the part of the text at `range`; a range that is none of this text holds nothing.
pub(super) fn read(source: &Source, range: Span, notes: &mut Notes<'_, '_>) -> Document {
    let body = source.text.get(range.start..range.end).unwrap_or_default();
    // A byte-order mark at the very start is no character of the first line.
    let body = body.strip_prefix('\u{feff}').unwrap_or(body);
    let base = range.end - body.len();
    let mended = Mended::new(body);
    // Smart punctuation would change quotes, heading attributes would let authors write attributes.
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let mut reading = Reading { mended: &mended, notes, tree: Tree::default(), html: false, deep: false };
    for (event, range) in Parser::new_ext(mended.text(), options).into_offset_iter() {
        let span = Span::new(base + mended.place(range.start), base + mended.place(range.end));
        reading.event(event, span);
    }
    reading.tree.finish()
}

/// Turns events into calls of the tree.
struct Reading<'m, 'a, 'r, 'n, 'f> {
    mended: &'m Mended<'a>,
    notes: &'r mut Notes<'n, 'f>,
    tree: Tree,
    /// Whether HTML was told of since the last block began.
    html: bool,
    /// Whether nesting was told of.
    deep: bool,
}

impl Reading<'_, '_, '_, '_, '_> {
    fn event(&mut self, event: Event<'_>, span: Span) {
        match event {
            Event::Start(tag) => self.start(tag, span),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text, span),
            Event::Code(text) => {
                let text = self.mended.restored(&text).replace('\n', " ");
                self.tree.inlines(span).code(text, span);
            }
            Event::Html(text) | Event::InlineHtml(text) => self.html(&text, span),
            Event::FootnoteReference(label) => {
                let label = self.mended.restored(&label);
                self.tree.inlines(span).footnote(label, span);
            }
            Event::SoftBreak => self.tree.inlines(span).soft_break(span),
            Event::HardBreak => self.tree.inlines(span).hard_break(span),
            Event::Rule => self.tree.rule(span),
            Event::TaskListMarker(done) => self.tree.task(done),
            // Not among the options.
            Event::InlineMath(text) | Event::DisplayMath(text) => self.text(&text, span),
        }
    }

    fn start(&mut self, tag: Tag<'_>, span: Span) {
        match tag {
            Tag::Paragraph | Tag::HtmlBlock => self.leaf(Leaf::Paragraph, span),
            Tag::Heading { level, .. } => self.leaf(Leaf::Heading(level as u8), span),
            Tag::TableCell => self.leaf(Leaf::Cell, span),
            Tag::CodeBlock(kind) => {
                self.leaf(Leaf::Code(String::new(), matches!(kind, CodeBlockKind::Indented)), span);
            }
            Tag::BlockQuote(_) => self.holder(Holder::Quote, span),
            Tag::List(start) => self.holder(Holder::List(List { start, items: Vec::new() }), span),
            Tag::Item => self.holder(Holder::Item(None), span),
            Tag::FootnoteDefinition(label) => self.holder(Holder::Footnote(self.mended.restored(&label)), span),
            Tag::Table(columns) => self.holder(table(columns.into_iter().map(alignment).collect()), span),
            Tag::Strong => self.tree.inlines(span).begin(Wrap::Strong, span),
            Tag::Emphasis => self.tree.inlines(span).begin(Wrap::Emphasis, span),
            Tag::Strikethrough => self.tree.inlines(span).begin(Wrap::Strike, span),
            Tag::Link { link_type, dest_url, .. } => self.link(link_type, dest_url, span),
            Tag::Image { dest_url, .. } => {
                let image = Image { source: file_name(&self.mended.restored(&dest_url)), alt: String::new() };
                self.tree.inlines(span).begin_image(image, span);
            }
            // A row's cells tell enough; the others are not among the options.
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::HtmlBlock | TagEnd::Heading(_) | TagEnd::TableCell | TagEnd::CodeBlock => {
                self.tree.end_leaf();
            }
            TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item | TagEnd::FootnoteDefinition | TagEnd::Table => {
                self.tree.end()
            }
            TagEnd::TableHead => self.tree.end_row(true),
            TagEnd::TableRow => self.tree.end_row(false),
            TagEnd::Strong | TagEnd::Emphasis | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image => {
                self.tree.inlines(Span::default()).end();
            }
            _ => {}
        }
    }

    fn leaf(&mut self, leaf: Leaf, span: Span) {
        self.html = false;
        self.tree.begin_leaf(leaf, span);
    }

    fn holder(&mut self, holder: Holder, span: Span) {
        self.html = false;
        if !self.tree.begin(holder, span) && !self.deep {
            self.deep = true;
            self.notes.at(span, nesting_deep(DEEPEST));
        }
    }

    fn text(&mut self, text: &str, span: Span) {
        let text = self.mended.restored(text);
        if let Some(code) = self.tree.code() {
            return code.push_str(&text.replace('\r', ""));
        }
        if text.starts_with('　') || is_numbered(&text) {
            self.tree.indented_line(span);
        }
        self.tree.inlines(span).text(&text, span);
    }

    /// HTML stands as it was written, line by line; it is told of once a block.
    fn html(&mut self, text: &str, span: Span) {
        let text = self.mended.restored(text);
        if !self.html {
            self.html = true;
            self.notes.at(span, html_raw(&excerpt(&text)));
        }
        let inlines = self.tree.inlines(span);
        for line in text.split_inclusive('\n') {
            inlines.text(line.trim_end_matches(['\n', '\r']), span);
            if line.ends_with('\n') {
                inlines.hard_break(span);
            }
        }
    }

    fn link(&mut self, kind: LinkType, destination: CowStr<'_>, span: Span) {
        let written = self.mended.restored(&destination);
        let address = followable(&if kind == LinkType::Email { format!("mailto:{written}") } else { written.clone() });
        if address.is_none() {
            self.notes.at(span, link_scheme(&excerpt(&written)));
        }
        self.tree.inlines(span).begin(address.map_or(Wrap::Nothing, Wrap::Link), span);
    }
}

fn alignment(alignment: pulldown_cmark::Alignment) -> Alignment {
    match alignment {
        pulldown_cmark::Alignment::None => Alignment::None,
        pulldown_cmark::Alignment::Left => Alignment::Left,
        pulldown_cmark::Alignment::Center => Alignment::Center,
        pulldown_cmark::Alignment::Right => Alignment::Right,
    }
}
