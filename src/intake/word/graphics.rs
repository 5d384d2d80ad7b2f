//! Pictures, and the text of boxes.
//!
//! In: drawings (DrawingML and the older VML). Out: pictures under names of ours (图1.png), in the order in which the
//! text shows them, each once; blocks of text boxes. Nothing outside of the file is ever fetched.
//! Refuses to know: how pictures are shown.

use std::collections::BTreeMap;

use super::body::{Reader, chosen};
use super::page::{Block, Paragraph, Piece};
use super::relations::Target;
use super::remarks::Remark;
use super::xml::Element;
use crate::model::ImageFormat;

/// Bytes that one picture may have, as for pictures beside a text.
const LIMIT: u64 = 20 << 20;
/// Characters of a description that are kept.
const LONGEST_ALT: usize = 200;

/// The pictures that are shown.
#[derive(Debug, Default)]
pub(super) struct Gallery {
    /// Names and bytes.
    pub pictures: Vec<(String, Vec<u8>)>,
    /// The name of each part that was looked at, or why it is not shown: none is unpacked twice.
    names: BTreeMap<String, Result<String, Remark>>,
}

impl Reader<'_, '_> {
    /// What a drawing shows: pictures go into the paragraph, the text of boxes after it.
    pub fn graphics(&mut self, drawing: &Element, out: &mut Paragraph, boxes: &mut Vec<Block>) {
        let mut alt = String::new();
        self.shapes(drawing, &mut alt, out, boxes);
    }

    fn shapes(&mut self, parent: &Element, alt: &mut String, out: &mut Paragraph, boxes: &mut Vec<Block>) {
        for child in &parent.children {
            match &*child.name {
                "wp:docPr" => *alt = described(child, ["descr", "title"]),
                "v:shape" | "v:rect" => *alt = described(child, ["alt", "title"]),
                _ => {}
            }
            match &*child.name {
                "mc:AlternateContent" => {
                    chosen(child).into_iter().for_each(|content| self.shapes(content, alt, out, boxes));
                }
                "w:txbxContent" => self.blocks(child, boxes),
                "a:blip" => self.picture(child.attribute("r:embed").or(child.attribute("r:link")), alt, out),
                "v:imagedata" => self.picture(child.attribute("r:id"), alt, out),
                "c:chart" | "dgm:relIds" => self.remarks.add(Remark::Object),
                _ => self.shapes(child, alt, out, boxes),
            }
        }
    }

    fn picture(&mut self, id: Option<&str>, alt: &str, out: &mut Paragraph) {
        let part = match id.and_then(|id| self.relations.get(id)) {
            Some(Target::Part(name)) => name.clone(),
            Some(Target::Outside(_)) => return self.remarks.add(Remark::Elsewhere),
            // A frame for a picture that holds none.
            None if id.is_none() => return,
            None => return self.remarks.add(Remark::Format),
        };
        match self.named(part) {
            Ok(name) => out.pieces.push(Piece::Picture(name, alt.to_owned())),
            Err(remark) => self.remarks.add(remark),
        }
    }

    fn named(&mut self, part: String) -> Result<String, Remark> {
        if let Some(known) = self.gallery.names.get(&part) {
            return known.clone();
        }
        let named = self.unpacked(&part);
        self.gallery.names.insert(part, named.clone());
        named
    }

    fn unpacked(&mut self, part: &str) -> Result<String, Remark> {
        let bytes = self.package.read(part, LIMIT).map_err(|_| Remark::Large)?.ok_or(Remark::Format)?;
        let format = ImageFormat::of(&bytes).ok_or(Remark::Format)?;
        let name = format!("图{}.{}", self.gallery.pictures.len() + 1, format.extension());
        self.gallery.pictures.push((name.clone(), bytes));
        Ok(name)
    }
}

/// What the author says that a picture shows. The name of the file from which it came (which Word writes there, with
/// the folder and so the user's name) and what a program guessed are no description.
fn described(element: &Element, names: [&str; 2]) -> String {
    let written = names.into_iter().filter_map(|name| element.attribute(name));
    let mut written = written.map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "));
    let is_file = |text: &str| {
        let lower = text.to_lowercase();
        let ending = [".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".tif", ".emf", ".wmf"];
        ending.iter().any(|ending| lower.ends_with(ending)) || lower.contains(":\\") || lower.starts_with("file:")
    };
    let is_guess =
        |text: &str| ["描述已自动生成", "AI 生成的内容", "automatically generated"].iter().any(|g| text.contains(g));
    let said = |text: &String| !text.is_empty() && !is_file(text) && !is_guess(text) && !is_counter(text);
    let text = written.find(said).unwrap_or_default();
    text.chars().filter(|c| !c.is_control()).take(LONGEST_ALT).collect()
}

/// `图片 1`, `Picture 3`, `IMG_20161117`: a name that a program gave.
fn is_counter(text: &str) -> bool {
    let name = text.to_lowercase();
    let rest = ["图片", "图像", "picture", "image", "img", "未标题"].iter().find_map(|word| name.strip_prefix(word));
    rest.is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '_' | '-')))
}
