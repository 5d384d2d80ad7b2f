//! The body of a document → paragraphs and tables.
//!
//! In: the parts of a container. Out: a `Page`. What is struck from the text by a tracked change, hidden, a comment or
//! an unfilled form is not on it. Refuses to know: what the paragraphs say, Markdown.

use std::collections::BTreeMap;

use super::codes::Codes;
use super::graphics::Gallery;
use super::hints;
use super::numbering::Numbering;
use super::package::Package;
use super::page::{Block, Cell, Page, Paragraph, Role, Side, Table};
use super::relations::Relations;
use super::remarks::{Remark, Remarks};
use super::styles::{Look, Named, Styles};
use super::xml::{self, Element};
use crate::diagnostic::Message;
use crate::diagnostic::catalog::word;

/// Bytes that a part of markup may have.
const LIMIT: u64 = 48 << 20;
/// Columns that a cell may span; Word has no more.
const MOST_COLUMNS: usize = 63;
/// Characters of the longest heading: what is longer is a paragraph that merely looks like one.
const LONGEST_HEADING: usize = 100;

/// Reads a document.
pub(super) struct Reader<'a, 'b> {
    pub package: &'a mut Package<'b>,
    pub styles: Styles,
    pub numbering: Numbering,
    /// The relations of the part that is being read.
    pub relations: Relations,
    pub remarks: Remarks,
    pub codes: Codes,
    pub gallery: Gallery,
    /// The parts in which notes stand, by kind.
    pub note_parts: BTreeMap<&'static str, String>,
    /// Notes that nothing has referred to yet, by the kind of the reference and the id.
    pub unread: BTreeMap<(&'static str, String), Element>,
    /// The places of notes that something has referred to.
    pub read: BTreeMap<(&'static str, String), usize>,
    pub notes: Vec<Vec<Block>>,
    /// Whether a note is being read: notes have no notes.
    pub in_note: bool,
}

/// Reads the main part of a container.
pub(super) fn page(package: &mut Package<'_>) -> Result<Page, Message> {
    let main = Relations::of("", package)?.part("officeDocument").unwrap_or("word/document.xml").to_owned();
    let root = part(package, &main)?.ok_or_else(|| word::broken("没有正文部件（document.xml）"))?;
    let relations = Relations::of(&main, package)?;
    let beside = |kind: &str| relations.part(kind).map(str::to_owned);
    let mut optional = |kind: &str| beside(kind).map(|name| part(package, &name)).transpose().map(Option::flatten);
    let styles = optional("styles")?.map(|root| Styles::of(&root)).unwrap_or_default();
    let numbering = optional("numbering")?.map(|root| Numbering::of(&root)).unwrap_or_default();
    let mut unread = BTreeMap::new();
    let mut note_parts = BTreeMap::new();
    for (kind, part, element) in [("footnote", "footnotes", "w:footnote"), ("endnote", "endnotes", "w:endnote")] {
        note_parts.extend(beside(part).map(|name| (kind, name)));
        let notes = optional(part)?;
        for note in notes.into_iter().flat_map(|root| root.children).filter(|note| *note.name == *element) {
            let id = note.attribute("w:id").unwrap_or_default().to_owned();
            unread.insert((kind, id), note);
        }
    }
    let mut reader = Reader {
        package,
        styles,
        numbering,
        relations,
        remarks: Remarks::default(),
        codes: Codes::default(),
        gallery: Gallery::default(),
        note_parts,
        unread,
        read: BTreeMap::new(),
        notes: Vec::new(),
        in_note: false,
    };
    let body = root.child("w:body").ok_or_else(|| word::broken("没有正文部件（document.xml）"))?;
    if reader.package.has_ending("vbaproject.bin") {
        reader.remarks.add(Remark::Macro);
    }
    let mut blocks = Vec::new();
    reader.blocks(body, &mut blocks);
    let Reader { notes, gallery, remarks, .. } = reader;
    Ok(Page { blocks, notes, pictures: gallery.pictures, remarks })
}

fn part(package: &mut Package<'_>, name: &str) -> Result<Option<Element>, Message> {
    package.read(name, LIMIT)?.map(|bytes| xml::parse(&bytes).map_err(word::broken)).transpose()
}

impl Reader<'_, '_> {
    /// The blocks below an element.
    pub fn blocks(&mut self, parent: &Element, out: &mut Vec<Block>) {
        for child in &parent.children {
            match &*child.name {
                "w:p" => self.paragraph(child, out),
                "w:tbl" => {
                    let table = self.table(child);
                    out.push(Block::Table(table));
                }
                "w:sdt" => self.control(child).into_iter().for_each(|content| self.blocks(content, out)),
                "w:del" | "w:moveFrom" => self.remarks.add(Remark::Change),
                "w:ins" | "w:moveTo" | "w:smartTag" | "w:customXml" => self.blocks(child, out),
                "mc:AlternateContent" => chosen(child).into_iter().for_each(|content| self.blocks(content, out)),
                "w:altChunk" => self.remarks.add(Remark::Object),
                _ => {}
            }
        }
    }

    /// What is in a content control, unless it is what it shows while nobody has written anything, or the contents.
    pub fn control<'e>(&self, control: &'e Element) -> Option<&'e Element> {
        let properties = control.child("w:sdtPr");
        let flagged = properties.and_then(|properties| properties.switch("w:showingPlcHdr")).unwrap_or(false);
        let part = properties.and_then(|properties| properties.child("w:docPartObj")?.value("w:docPartGallery"));
        let content = control.child("w:sdtContent").filter(|_| part != Some("Table of Contents"))?;
        (!self.is_unfilled(content, flagged)).then_some(content)
    }

    /// Whether a control shows only its placeholder. Programs that fill in a control leave the flag standing, so that
    /// the flag alone says nothing about a text; without a text (a picture to be chosen) it does.
    fn is_unfilled(&self, content: &Element, flagged: bool) -> bool {
        let (mut text, mut styled) = (String::new(), false);
        content.each(&mut |element| match &*element.name {
            "w:t" => text.push_str(&element.text),
            "w:rStyle" => styled |= self.styles.is_placeholder(element.attribute("w:val")),
            _ => {}
        });
        hints::is_ours(&text) || (flagged && text.trim().is_empty()) || (styled && hints::is_usual(&text))
    }

    fn paragraph(&mut self, element: &Element, out: &mut Vec<Block>) {
        let mut paragraph = self.empty_paragraph(element);
        let style = self.style_of(element).map(str::to_owned);
        let look = self.styles.look(style.as_deref());
        let mut boxes = Vec::new();
        self.inlines(element, look, None, &mut paragraph, &mut boxes);
        self.codes.paragraph_ends();
        if !paragraph.is_empty() {
            paragraph.number = self.number(element, style.as_deref());
        }
        let heading = matches!(paragraph.role, Role::Heading(_));
        if heading && paragraph.text().chars().count() > LONGEST_HEADING {
            paragraph.role = Role::Body;
        }
        match out.last_mut() {
            Some(Block::Paragraph(before)) if before.open => {
                before.pieces.append(&mut paragraph.pieces);
                before.open = paragraph.open;
            }
            _ => out.push(Block::Paragraph(paragraph)),
        }
        // What stands in a box beside a paragraph follows it.
        out.append(&mut boxes);
    }

    fn empty_paragraph(&mut self, element: &Element) -> Paragraph {
        let properties = element.child("w:pPr");
        let style = self.style_of(element);
        let justified = properties.and_then(|p| p.value("w:jc")).map(str::to_owned);
        let justified = justified.or_else(|| self.styles.says(style, |style| style.justified.clone()));
        let side = match justified.as_deref() {
            Some("center") => Side::Middle,
            Some("right" | "end") => Side::Right,
            _ => Side::Usual,
        };
        let direct = properties.and_then(|p| p.value("w:outlineLvl")?.parse().ok());
        let outline = direct.or_else(|| self.styles.says(style, |style| style.outline));
        let role = match (self.styles.named(style), outline) {
            (Some(Named::Title), _) => Role::Title,
            (Some(Named::Subtitle), _) => Role::Subtitle,
            (_, Some(level @ 0..=8)) => Role::Heading((level + 1).min(6)),
            (Some(Named::Heading(level)), None) => Role::Heading(level.min(6)),
            _ => Role::Body,
        };
        let marks = properties.and_then(|p| p.child("w:rPr"));
        let open = marks.is_some_and(|marks| marks.child("w:del").is_some());
        Paragraph { role, side, open, ..Paragraph::default() }
    }

    fn style_of<'s>(&'s self, element: &'s Element) -> Option<&'s str> {
        self.styles.known(element.child("w:pPr").and_then(|properties| properties.value("w:pStyle")))
    }

    fn number(&mut self, element: &Element, style: Option<&str>) -> Option<super::numbering::Number> {
        let own = element.child("w:pPr").and_then(|properties| properties.child("w:numPr"));
        let of_style = |ask: fn(&super::styles::Style) -> Option<String>| self.styles.says(style, ask);
        let list = own.and_then(|list| list.value("w:numId")).map(str::to_owned);
        let list = list.or_else(|| of_style(|style| style.list.0.clone())).filter(|list| list != "0")?;
        let level = own.and_then(|list| list.value("w:ilvl")).map(str::to_owned);
        let level = level.or_else(|| of_style(|style| style.list.1.clone())).and_then(|level| level.parse().ok());
        self.numbering.next(&list, level, style, &self.styles)
    }

    fn table(&mut self, element: &Element) -> Table {
        let mut table = Table::default();
        self.rows(element, &mut table);
        table
    }

    fn rows(&mut self, parent: &Element, table: &mut Table) {
        for child in &parent.children {
            match &*child.name {
                "w:tr" if child.child("w:trPr").is_some_and(|row| row.child("w:del").is_some()) => {
                    self.remarks.add(Remark::Change);
                }
                // More than anybody prints; every row is as wide as the widest.
                "w:tr" if table.rows.len() >= MOST_ROWS => {
                    return self.remarks.add(Remark::Cell);
                }
                "w:tr" => {
                    let mut row = Vec::new();
                    self.cells(child, &mut row);
                    table.rows.push(row);
                }
                "w:sdt" => self.control(child).into_iter().for_each(|content| self.rows(content, table)),
                "w:ins" | "w:customXml" => self.rows(child, table),
                _ => {}
            }
        }
    }

    fn cells(&mut self, parent: &Element, row: &mut Vec<Cell>) {
        for child in &parent.children {
            if !row_has_room(row.len()) {
                return self.remarks.add(Remark::Cell);
            }
            match &*child.name {
                "w:tc" => self.cell(child, row),
                "w:sdt" => self.control(child).into_iter().for_each(|content| self.cells(content, row)),
                "w:ins" | "w:customXml" => self.cells(child, row),
                _ => {}
            }
        }
    }

    fn cell(&mut self, element: &Element, row: &mut Vec<Cell>) {
        let properties = element.child("w:tcPr");
        let vertical = properties.and_then(|p| p.child("w:vMerge"));
        let goes_on = vertical.is_some_and(|merge| merge.attribute("w:val") != Some("restart"));
        let span = properties.and_then(|p| p.value("w:gridSpan")?.parse().ok()).unwrap_or(1usize);
        let mut cell = Cell { merged: goes_on, ..Cell::default() };
        self.blocks(element, &mut cell.blocks);
        row.push(cell);
        let more = span.clamp(1, MOST_COLUMNS) - 1;
        row.extend((0..more).map(|_| Cell { merged: true, ..Cell::default() }));
    }

    /// The place of a note among the notes, which is read when something refers to it for the first time.
    pub fn note(&mut self, kind: &'static str, id: &str) -> Option<usize> {
        let key = (kind, id.to_owned());
        if self.in_note || self.read.contains_key(&key) {
            return self.read.get(&key).copied().filter(|_| !self.in_note);
        }
        let note = self.unread.remove(&key)?;
        let part = self.note_parts.get(kind).cloned().unwrap_or_default();
        let relations = Relations::of(&part, self.package).unwrap_or_default();
        let outer = (std::mem::replace(&mut self.relations, relations), std::mem::take(&mut self.codes));
        let mut blocks = Vec::new();
        self.in_note = true;
        self.blocks(&note, &mut blocks);
        self.in_note = false;
        (self.relations, self.codes) = outer;
        self.notes.push(blocks);
        self.read.insert(key, self.notes.len() - 1);
        Some(self.notes.len() - 1)
    }
}

/// Rows of a table that are read.
const MOST_ROWS: usize = 2000;

fn row_has_room(cells: usize) -> bool {
    cells < 4 * MOST_COLUMNS
}

/// Of several ways to draw the same thing the first that holds anything we know.
pub(super) fn chosen(alternate: &Element) -> Option<&Element> {
    let known = |choice: &&Element| {
        let mut found = false;
        choice.each(&mut |element| {
            found |= matches!(&*element.name, "w:t" | "a:blip" | "v:imagedata" | "m:t" | "c:chart" | "dgm:relIds")
        });
        found
    };
    alternate.all("mc:Choice").find(known).or_else(|| alternate.child("mc:Fallback"))
}

/// What a paragraph's characters look like where they say nothing themselves.
pub(super) type Base = Look;
