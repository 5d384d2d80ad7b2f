//! Runs of characters, and what stands between them.
//!
//! In: the elements of a paragraph. Out: its pieces, and the blocks of boxes that are anchored in it.
//! (ISO/IEC 29500-1, 17.3.3.) Refuses to know: what a paragraph is.

use std::rc::Rc;

use super::body::{Base, Reader, chosen};
use super::codes::is_dropped;
use super::page::{Block, Ink, Paragraph, Piece};
use super::relations::Target;
use super::remarks::Remark;
use super::rise::Rise;
use super::styles::Look;
use super::symbols;
use super::xml::Element;

/// Where a run's pieces go: into its paragraph, and what is anchored there after it.
type Into<'p> = (&'p mut Paragraph, &'p mut Vec<Block>);

/// How a run's characters are drawn: their look, size and height.
type Drawn = (Ink, u32, Rise);

impl Reader<'_, '_> {
    /// The pieces below an element.
    pub fn inlines(
        &mut self,
        parent: &Element,
        base: Base,
        link: Option<Rc<str>>,
        out: &mut Paragraph,
        boxes: &mut Vec<Block>,
    ) {
        for child in &parent.children {
            match &*child.name {
                "w:r" => self.run(child, base, &link, out, boxes),
                "w:hyperlink" => {
                    let to = self.link(child).or_else(|| link.clone());
                    self.inlines(child, base, to, out, boxes);
                }
                "w:fldSimple" if child.attribute("w:instr").is_some_and(is_dropped) => {}
                "w:del" | "w:moveFrom" => self.remarks.add(Remark::Change),
                "w:ins" | "w:moveTo" => {
                    self.remarks.add(Remark::Change);
                    self.inlines(child, base, link.clone(), out, boxes);
                }
                "w:fldSimple" | "w:smartTag" | "w:customXml" | "w:dir" | "w:bdo" => {
                    self.inlines(child, base, link.clone(), out, boxes);
                }
                "w:sdt" => {
                    let content = self.control(child);
                    content.into_iter().for_each(|content| self.inlines(content, base, link.clone(), out, boxes));
                }
                "mc:AlternateContent" => {
                    let content = chosen(child);
                    content.into_iter().for_each(|content| self.inlines(content, base, link.clone(), out, boxes));
                }
                "m:oMath" | "m:oMathPara" => self.formula(child, out),
                _ => {}
            }
        }
    }

    fn run(&mut self, run: &Element, base: Base, link: &Option<Rc<str>>, out: &mut Paragraph, boxes: &mut Vec<Block>) {
        let properties = run.child("w:rPr");
        let direct = properties.map(Look::of).unwrap_or_default();
        let style = properties.and_then(|p| p.value("w:rStyle"));
        let look = direct.or(self.styles.look(style)).or(base);
        let ink = Ink { bold: look.bold.unwrap_or(false), struck: look.struck.unwrap_or(false) };
        // Field characters may be hidden; their fields are fields all the same.
        if look.hidden == Some(true) {
            return self.hidden(run);
        }
        let size = look.size.unwrap_or(self.styles.usual_size());
        self.pieces(run, (ink, size, look.rise.unwrap_or_default()), link, (out, boxes));
    }

    fn hidden(&mut self, run: &Element) {
        let text = run.children.iter().any(|child| &*child.name == "w:t" && !child.text.trim().is_empty());
        if text && self.codes.shown() {
            self.remarks.add(Remark::Hidden);
        }
        for child in &run.children {
            self.code(child);
        }
    }

    fn pieces(&mut self, run: &Element, look: Drawn, link: &Option<Rc<str>>, (out, boxes): Into<'_>) {
        for child in &run.children {
            if self.code(child) || !self.codes.shown() {
                continue;
            }
            let link = link.clone().or_else(|| self.codes.link());
            match &*child.name {
                "w:t" => push(out, &self.risen(text_of(child), look.2), look, link),
                "w:tab" | "w:ptab" => push(out, " ", look, link),
                "w:noBreakHyphen" => push(out, "-", look, link),
                "w:sym" => self.symbol(child, look, link, out),
                "w:br" if matches!(child.attribute("w:type"), Some("page" | "column")) => {}
                "w:br" | "w:cr" => out.pieces.push(Piece::Break),
                "w:footnoteReference" => self.note_reference("footnote", child, out),
                "w:endnoteReference" => self.note_reference("endnote", child, out),
                "w:commentReference" => self.remarks.add(Remark::Comment),
                "w:drawing" | "w:pict" => self.graphics(child, out, boxes),
                "w:object" => self.remarks.add(Remark::Object),
                "mc:AlternateContent" => {
                    let content = chosen(child);
                    content.into_iter().for_each(|content| self.pieces(content, look, &link, (out, boxes)));
                }
                // Characters with their pronunciation above: the pronunciation is none of the text.
                "w:ruby" => {
                    let runs = child.child("w:rubyBase");
                    runs.into_iter().for_each(|base| self.inlines(base, Look::default(), link.clone(), out, boxes));
                }
                _ => {}
            }
        }
    }

    /// The text at the height at which it stands; on the line, and told, where Unicode does not have it.
    fn risen(&mut self, text: String, rise: Rise) -> String {
        rise.risen(&text).unwrap_or_else(|| {
            self.remarks.add(Remark::Raised);
            text
        })
    }

    /// Whether the element is of a field's code.
    fn code(&mut self, element: &Element) -> bool {
        match &*element.name {
            "w:fldChar" => self.codes.mark(element.attribute("w:fldCharType").unwrap_or_default()),
            "w:instrText" => self.codes.code(&element.text),
            _ => return false,
        }
        true
    }

    fn symbol(&mut self, element: &Element, look: Drawn, link: Option<Rc<str>>, out: &mut Paragraph) {
        let font = element.attribute("w:font").unwrap_or_default();
        let code = element.attribute("w:char").and_then(|code| u32::from_str_radix(code, 16).ok()).unwrap_or(0);
        let known = symbols::character(font, code);
        if known.is_none() {
            self.remarks.add(Remark::Object);
        }
        push(out, known.unwrap_or('□').encode_utf8(&mut [0; 4]), look, link);
    }

    fn note_reference(&mut self, kind: &'static str, element: &Element, out: &mut Paragraph) {
        let id = element.attribute("w:id").unwrap_or_default();
        if let Some(note) = self.note(kind, id) {
            out.pieces.push(Piece::Note(note));
        }
    }

    /// A formula as its characters, in the order in which they stand.
    fn formula(&mut self, element: &Element, out: &mut Paragraph) {
        self.remarks.add(Remark::Formula);
        let mut text = String::new();
        element.each(&mut |part| {
            if matches!(&*part.name, "m:t" | "w:t") {
                text.push_str(&part.text);
            }
        });
        out.push(&one_line(&text), Ink::default(), None);
    }

    fn link(&self, element: &Element) -> Option<Rc<str>> {
        match self.relations.get(element.attribute("r:id")?)? {
            Target::Outside(address) => Some(address.as_str().into()),
            Target::Part(_) => None,
        }
    }
}

fn push(out: &mut Paragraph, text: &str, (ink, size, _): Drawn, link: Option<Rc<str>>) {
    if !text.trim().is_empty() {
        out.size = out.size.max(size);
    }
    out.push(text, ink, link);
}

/// The characters of a `w:t`: blanks at its ends count only where the file says so (XML 1.0, 2.10).
fn text_of(element: &Element) -> String {
    let kept = element.attribute("xml:space") == Some("preserve");
    let blank = [' ', '\t', '\n', '\r'];
    one_line(if kept { &element.text } else { element.text.trim_matches(blank) })
}

/// Line ends in the file are blanks in the text.
fn one_line(text: &str) -> String {
    text.replace(['\n', '\r', '\t'], " ").replace('\u{ad}', "")
}
