//! A Word document for liaisons to fill in: a form at its head, the title, styles of official papers.
//!
//! In: unit, title, kind, day. Out: the bytes of a .docx, the same for the same words. Fonts and measures are those of
//! GB/T 9704-2012 (5.1, 5.2, 7.3): title 方正小标宋 二号 in the middle, text 仿宋_GB2312 三号 indented by two characters,
//! 一、 in 黑体, （一） in 楷体_GB2312, 28 points from line to line, 22 lines a page.
//! What shows where somebody is to write is in the form the placeholder of a content control, in the text a grey line
//! to be written over: many paragraphs go there, which a control in a line does not hold. The controls are of any text
//! and not of plain text (`w:text`): LibreOffice saves the contents of those several times over. The reader (`intake`)
//! knows the hints and never takes one for text. Refuses to know: folders.

use std::io::{Cursor, Write};

use chrono::NaiveDate;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::error::{Error, Result};
use crate::intake::hints;

const STYLES: &str = include_str!("word/styles.xml");

/// Parts whose content is always the same.
const FIXED: [(&str, &str); 4] = [
    ("[Content_Types].xml", include_str!("word/content-types.xml")),
    ("_rels/.rels", include_str!("word/package-rels.xml")),
    ("word/_rels/document.xml.rels", include_str!("word/document-rels.xml")),
    ("word/styles.xml", STYLES),
];

/// The document.
pub fn skeleton(unit: &str, title: &str, kind: &str, today: NaiveDate) -> Result<Vec<u8>> {
    let document = document(unit, title, kind, today);
    packed(&document).map_err(|cause| Error::defect("Word 文档没有做成").because(cause))
}

fn packed(document: &str) -> zip::result::ZipResult<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    // No moment and nothing of the machine goes into the file.
    let options = SimpleFileOptions::default().last_modified_time(zip::DateTime::default()).unix_permissions(0o644);
    for (name, text) in FIXED.into_iter().chain([("word/document.xml", document)]) {
        zip.start_file(name, options)?;
        zip.write_all(text.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}

fn document(unit: &str, title: &str, kind: &str, today: NaiveDate) -> String {
    let today = today.to_string();
    // The title stands on the page alone: in two places it would be mended in one of them.
    let rows = [
        [("单位", unit, ""), ("类型", kind, "")],
        [("报送日期", today.as_str(), ""), ("密级", "公开", "")],
        [("审签人", "", hints::SIGNER), ("审签职务", "", hints::POST)],
        [("审签日期", "", hints::SIGNED), ("关键词", "", hints::KEYWORDS)],
        [("联络员", "", hints::LIAISON), ("电话", "", hints::PHONE)],
    ];
    let rows: String = rows.iter().map(row).collect();
    let lines = [("Normal", hints::OPENING), ("Heading1", hints::HEADING), ("Normal", hints::TEXT)];
    let body: String = lines.iter().map(|(style, hint)| paragraph(style, &grey(hint))).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
         <w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>\
         <w:tbl><w:tblPr><w:tblStyle w:val=\"TableGrid\"/><w:tblW w:w=\"8844\" w:type=\"dxa\"/>\
         <w:jc w:val=\"center\"/><w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>{}</w:tblGrid>{rows}</w:tbl>\
         <w:p><w:pPr><w:pStyle w:val=\"Normal\"/></w:pPr></w:p>{}{body}\
         <w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"2098\" w:right=\"1474\" w:bottom=\"1984\" \
         w:left=\"1588\" w:header=\"851\" w:footer=\"992\" w:gutter=\"0\"/></w:sectPr></w:body></w:document>",
        WIDTHS.map(|width| format!("<w:gridCol w:w=\"{width}\"/>")).concat(),
        paragraph("Title", &run(title)),
    )
}

/// The columns of the form, in twentieths of a point.
const WIDTHS: [u32; 4] = [1422, 3000, 1422, 3000];

/// A row of two fields: name, value, hint.
fn row(fields: &[(&str, &str, &str); 2]) -> String {
    let pair = |(at, (name, text, hint)): (usize, &(&str, &str, &str))| {
        let inner = if text.is_empty() { control(hint) } else { run(text) };
        let label = cell(WIDTHS[2 * at], &paragraph("FormLabel", &run(name)));
        label + &cell(WIDTHS[2 * at + 1], &paragraph("FormValue", &inner))
    };
    let cells: String = fields.iter().enumerate().map(pair).collect();
    format!("<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>")
}

fn cell(width: u32, inner: &str) -> String {
    let properties = format!("<w:tcW w:w=\"{width}\" w:type=\"dxa\"/><w:vAlign w:val=\"center\"/>");
    format!("<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>")
}

fn paragraph(style: &str, inner: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{inner}</w:p>")
}

fn run(text: &str) -> String {
    format!("<w:r><w:t xml:space=\"preserve\">{}</w:t></w:r>", escaped(text))
}

/// A place to write in that shows a hint in grey until somebody does.
fn control(hint: &str) -> String {
    format!("<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>", grey(hint))
}

fn grey(hint: &str) -> String {
    format!(
        "<w:r><w:rPr><w:rStyle w:val=\"PlaceholderText\"/><w:color w:val=\"808080\"/></w:rPr><w:t>{}</w:t></w:r>",
        escaped(hint)
    )
}

fn escaped(text: &str) -> String {
    let kept = text.chars().filter(|c| !c.is_control());
    kept.collect::<String>().replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_words_give_the_same_bytes() {
        let day = NaiveDate::from_ymd_opt(2016, 11, 17).expect("a day");
        let make = || skeleton("市民政局", "甲 & <乙>", "信息", day).expect("made");
        assert_eq!(make(), make());
        assert!(document("市民政局", "甲 & <乙>", "信息", day).contains("甲 &amp; &lt;乙&gt;"));
    }

    #[test]
    fn only_the_form_has_controls_and_none_is_of_plain_text() {
        let day = NaiveDate::from_ymd_opt(2016, 11, 17).expect("a day");
        let made = document("市民政局", "甲", "信息", day);
        assert!(!made.contains("<w:text/>"), "LibreOffice multiplies what stands in them");
        let (form, text) = made.split_once("</w:tbl>").expect("a form");
        assert!(form.contains("<w:sdt>") && !text.contains("<w:sdt>"));
        assert!(text.contains(hints::OPENING) && text.contains(hints::TEXT));
    }
}
