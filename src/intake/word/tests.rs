//! Documents made in memory: what each part of a document becomes, and that nothing is lost or becomes mark-up.

use std::io::{Cursor, Write};

use proptest::prelude::*;
use zip::write::SimpleFileOptions;

use super::*;
use crate::diagnostic::{Findings, Source};
use crate::model::BlockKind;
use crate::parse;

const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const STRICT: &str = "http://purl.oclc.org/ooxml/wordprocessingml/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0:~\x9bU\0\0\0\nIDATx\x9cc`\0\0\0\x02\0\x01H\xaf\xa4q\0\0\0\0IEND\xaeB`\x82";

/// A container with these parts.
fn container(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).expect("memory does not fail");
        zip.write_all(bytes).expect("memory does not fail");
    }
    zip.finish().expect("memory does not fail").into_inner()
}

/// A document whose body is this, with other parts and relations (id, kind, target).
fn document(body: &str, parts: &[(&str, &str)], relations: &[(&str, &str, &str)]) -> Vec<u8> {
    let main = wrapped("document", &format!("<w:body>{body}</w:body>"));
    let relation = |(id, kind, target): &(&str, &str, &str)| {
        let outside = if target.contains("://") { " TargetMode='External'" } else { "" };
        format!("<Relationship Id='{id}' Type='{OFFICE}/{kind}' Target='{target}'{outside}/>")
    };
    let relations: String = relations.iter().map(relation).collect();
    let relations = format!(
        "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>{relations}</Relationships>"
    );
    let wrapped: Vec<(String, String)> =
        parts.iter().map(|(name, inner)| (format!("word/{name}.xml"), wrapped(name, inner))).collect();
    let mut all: Vec<(&str, &[u8])> = wrapped.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    all.push(("word/document.xml", main.as_bytes()));
    all.push(("word/_rels/document.xml.rels", relations.as_bytes()));
    all.push(("word/media/image1.png", PNG));
    container(&all)
}

fn wrapped(name: &str, inner: &str) -> String {
    format!(
        "<w:{name} xmlns:w='{W}' xmlns:r='{OFFICE}' xmlns:v='urn:schemas-microsoft-com:vml' \
         xmlns:m='http://schemas.openxmlformats.org/officeDocument/2006/math' \
         xmlns:a='http://schemas.openxmlformats.org/drawingml/2006/main' \
         xmlns:wp='http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing' \
         xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006' xmlns:wps='urn:wps'>{inner}</w:{name}>"
    )
}

fn p(inner: &str) -> String {
    format!("<w:p>{inner}</w:p>")
}

fn r(text: &str) -> String {
    format!("<w:r><w:t xml:space='preserve'>{}</w:t></w:r>", quick_xml::escape::escape(text))
}

fn styled(style: &str, text: &str) -> String {
    p(&format!("<w:pPr><w:pStyle w:val='{style}'/></w:pPr>{}", r(text)))
}

fn read(bytes: &[u8]) -> Transcript {
    transcript(bytes, None).unwrap_or_else(|message| panic!("{message:?}"))
}

/// The body of the transcript of a document with that body.
fn body(inner: &str) -> String {
    body_of(&document(inner, &[], &[]))
}

fn body_of(bytes: &[u8]) -> String {
    let text = read(bytes).text;
    text.split_once("\n---\n").map(|(_, body)| body.trim_matches('\n').to_owned()).expect("a header")
}

fn codes(bytes: &[u8]) -> Vec<&'static str> {
    match transcript(bytes, None) {
        Ok(transcript) => transcript.messages.iter().map(|message| message.code.name).collect(),
        Err(message) => vec![message.code.name],
    }
}

#[test]
fn paragraphs_bold_breaks_and_links_become_markdown() {
    let text = p(&format!("<w:r><w:rPr><w:b/></w:rPr><w:t>一是到位。</w:t></w:r>{}", r("市民少跑。")))
        + &p(&format!("{}<w:r><w:br/><w:t>乙</w:t><w:tab/><w:t>丙</w:t></w:r>", r("甲")))
        + &p(&format!("{}<w:hyperlink r:id='l'>{}</w:hyperlink>", r("见"), r("网页*")));
    let bytes = document(&text, &[], &[("l", "hyperlink", "https://gaige.example/a?b=1&amp;c=2")]);
    let expected = "**一是到位。**市民少跑。\n\n甲\\\n乙 丙\n\n见[网页\\*](<https://gaige.example/a?b=1&amp;c=2>)";
    assert_eq!(body_of(&bytes), expected);
}

#[test]
fn headings_are_known_by_level_and_by_name() {
    let styles = "<w:style w:styleId='1'><w:name w:val='heading 1'/></w:style>\
        <w:style w:styleId='x'><w:name w:val='我的'/><w:pPr><w:outlineLvl w:val='1'/></w:pPr></w:style>\
        <w:style w:styleId='z'><w:name w:val='标题 3'/></w:style>";
    let text = p(&r("开头。")) + &styled("1", "一级 #") + &styled("x", "二级") + &styled("z", "三级") + &p(&r("完。"));
    let bytes = document(&text, &[("styles", styles)], &[("s", "styles", "styles.xml")]);
    assert_eq!(body_of(&bytes), "开头。\n\n# 一级 \\#\n\n## 二级\n\n### 三级\n\n完。");
    let numbered = styled("1", "一、做法") + &p(&r("正文。"));
    let bytes = document(&numbered, &[("styles", styles)], &[("s", "styles", "styles.xml")]);
    assert_eq!(body_of(&bytes), "## 一、做法\n\n正文。", "a numbered part is not the title");
}

#[test]
fn automatic_numbers_stand_in_the_text() {
    let level = |at: u8, format: &str, text: &str| {
        format!("<w:lvl w:ilvl='{at}'><w:numFmt w:val='{format}'/><w:lvlText w:val='{text}'/></w:lvl>")
    };
    let numbering = format!(
        "<w:abstractNum w:abstractNumId='0'>{}{}</w:abstractNum><w:abstractNum w:abstractNumId='1'>{}{}</w:abstractNum>\
         <w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num><w:num w:numId='2'><w:abstractNumId w:val='1'/></w:num>",
        level(0, "chineseCounting", "%1、"),
        level(1, "chineseCounting", "（%2）"),
        level(0, "decimal", "%1."),
        level(1, "bullet", "•"),
    );
    let item = |list: u8, at: u8, text: &str| {
        p(&format!("<w:pPr><w:numPr><w:ilvl w:val='{at}'/><w:numId w:val='{list}'/></w:numPr></w:pPr>{}", r(text)))
    };
    let text = item(1, 0, "甲")
        + &item(1, 1, "乙")
        + &item(2, 0, "丙")
        + &item(2, 1, "丁")
        + &item(2, 0, "戊")
        + &item(1, 0, "己");
    let bytes = document(&text, &[("numbering", &numbering)], &[("n", "numbering", "numbering.xml")]);
    assert_eq!(body_of(&bytes), "一、甲\n\n（一）乙\n\n1. 丙\n   - 丁\n2. 戊\n\n二、己");
}

#[test]
fn lists_begin_where_the_document_begins_them() {
    let numbering = "<w:abstractNum w:abstractNumId='0'><w:lvl w:ilvl='0'><w:lvlText w:val='%1.'/></w:lvl></w:abstractNum>\
         <w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>\
         <w:num w:numId='2'><w:abstractNumId w:val='0'/><w:lvlOverride w:ilvl='0'><w:startOverride w:val='4'/></w:lvlOverride></w:num>";
    let item =
        |list: u8, text: &str| p(&format!("<w:pPr><w:numPr><w:numId w:val='{list}'/></w:numPr></w:pPr>{}", r(text)));
    let text = p(&r("开头。")) + &item(1, "甲") + &item(1, "乙") + &item(2, "丙") + &item(2, "# 丁") + &p(&r("完。"));
    let bytes = document(&text, &[("numbering", numbering)], &[("n", "numbering", "numbering.xml")]);
    assert_eq!(body_of(&bytes), "开头。\n\n1. 甲\n2. 乙\n\n4) 丙\n5) \\# 丁\n\n完。");
    let source = Source::new("甲.docx", read(&bytes).text);
    let brief = parse::brief(&source, &mut Findings::about(&source));
    let starts = brief.body.blocks.iter().filter_map(|block| match &block.kind {
        BlockKind::List(list) => list.start,
        _ => None,
    });
    assert_eq!(starts.collect::<Vec<_>>(), [1, 4]);
}

#[test]
fn tables_keep_their_cells_where_some_are_merged() {
    let cell = |properties: &str, text: &str| format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", p(&r(text)));
    let row = |cells: &[String]| format!("<w:tr>{}</w:tr>", cells.concat());
    let text = p(&r("开头。"))
        + "<w:tbl>"
        + &row(&[cell("<w:gridSpan w:val='2'/>", "事|项"), cell("", "数")])
        + &row(&[cell("<w:vMerge w:val='restart'/>", "甲"), cell("", "乙"), cell("", "1")])
        + &row(&[cell("<w:vMerge/>", ""), cell("", "丙"), cell("", "2")])
        + "</w:tbl>"
        + &p(&r("完。"));
    let bytes = document(&text, &[], &[]);
    let expected = "开头。\n\n| 事&#124;项 |  | 数 |\n|---|---|---|\n| 甲 | 乙 | 1 |\n|  | 丙 | 2 |\n\n完。";
    assert_eq!(body_of(&bytes), expected);
    assert_eq!(codes(&bytes), ["word-cells"]);
    assert!(read(&bytes).spots.contains(&"表1第3行".to_owned()));
}

#[test]
fn pictures_are_named_by_us_and_described_by_their_author() {
    let blip = |id: &str, alt: &str| {
        format!(
            "<w:r><w:drawing><wp:inline><wp:docPr id='1' name='x' descr='{alt}'/><a:blip r:{id}/></wp:inline></w:drawing></w:r>"
        )
    };
    let relations = [
        ("i", "image", "media/image1.png"),
        ("o", "image", "https://tracker.example/a.png"),
        ("e", "image", "media/none.emf"),
    ];
    let text = p(&blip("embed='i'", "居民[议事]"))
        + &p(&blip("embed='i'", "C:\\Users\\某人\\a.jpg"))
        + &p(&blip("link='o'", ""))
        + &p(&blip("embed='e'", ""))
        + &p(&format!(
            "<w:r><w:pict><v:shape alt='旧图'><v:imagedata r:id='i'/></v:shape></w:pict></w:r>{}",
            r("完。")
        ));
    let bytes = document(&text, &[], &relations);
    let transcript = read(&bytes);
    assert_eq!(body_of(&bytes), "![居民\\[议事\\]](<图1.png>)\n\n![](<图1.png>)\n\n![旧图](<图1.png>)完。");
    assert_eq!(transcript.pictures, [("图1.png".to_owned(), PNG.to_vec())]);
    assert_eq!(codes(&bytes), ["word-picture", "word-picture"]);
}

#[test]
fn notes_stand_at_the_end_in_the_order_of_the_text() {
    let note = |id: u8, text: &str| format!("<w:footnote w:id='{id}'>{}</w:footnote>", p(&r(text)));
    let notes = note(2, "先说的") + &note(1, "后说的") + &note(3, "");
    let reference = |id: u8| format!("<w:r><w:footnoteReference w:id='{id}'/></w:r>");
    let text = p(&format!("{}{}{}{}{}{}", r("甲"), reference(2), r("(乙)"), reference(1), reference(3), r("完。")));
    let bytes = document(&text, &[("footnotes", &notes)], &[("f", "footnotes", "footnotes.xml")]);
    assert_eq!(body_of(&bytes), "甲[^1]\\(乙)[^2]完。\n\n[^1]: 先说的\n\n[^2]: 后说的");
}

#[test]
fn deleted_hidden_and_field_text_is_left_out_and_told() {
    let field = |kind: &str| format!("<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>");
    let code = |text: &str| format!("<w:r><w:instrText>{text}</w:instrText></w:r>");
    let text = p(&format!(
        "{}<w:ins>{}</w:ins><w:del><w:r><w:delText>删</w:delText></w:r></w:del>\
         <w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r><w:r><w:commentReference w:id='1'/></w:r>{}{}{}{}{}\
         <w:fldSimple w:instr='NUMPAGES'>{}</w:fldSimple><w:r><w:sym w:font='Wingdings' w:char='F0FE'/></w:r>\
         <m:oMath><m:r><m:t>x+y</m:t></m:r></m:oMath>",
        r("甲"),
        r("乙"),
        field("begin"),
        code("PAGE"),
        field("separate"),
        r("3"),
        field("end"),
        r("9"),
    ));
    let bytes = document(&text, &[], &[]);
    assert_eq!(body_of(&bytes), "甲乙☑x+y");
    assert_eq!(codes(&bytes), ["word-tracked", "word-comment", "word-hidden", "word-formula"]);
}

#[test]
fn the_text_of_a_box_stands_once() {
    let box_of = |text: &str| format!("<w:txbxContent>{}</w:txbxContent>", p(&r(text)));
    let text = p(&format!(
        "{}<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:anchor>{}</wp:anchor></w:drawing></mc:Choice>\
         <mc:Fallback><w:pict><v:shape>{}</v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>",
        r("正文。"),
        box_of("框里的字"),
        box_of("框里的字"),
    ));
    assert_eq!(body(&text), "正文。\n\n框里的字");
}

#[test]
fn a_form_and_customary_lines_become_the_header() {
    let cell = |text: &str| format!("<w:tc>{}</w:tc>", p(&r(text)));
    let row = |cells: &[&str]| format!("<w:tr>{}</w:tr>", cells.iter().map(|text| cell(text)).collect::<String>());
    let form = format!(
        "<w:tbl>{}{}{}</w:tbl>",
        row(&["标　题", "说\"甲\"", "供稿单位：", "市民政局"]),
        row(&["审签", "王某某（局长）", "专办", "乙"]),
        row(&["关键词", "社区 养老", "电话", ""]),
    );
    let text =
        form + &p(&r("正文。（市民政局供稿）")) + &p(&r("　　审签日期：2016.11.17")) + &p(&r("二〇一六年十一月十八日"));
    let bytes = document(&text, &[], &[]);
    let expected = "---\n标题: \"说\\\"甲\\\"\"\n单位: \"市民政局\"\n审签职务: \"局长\"\n审签人: \"王某某\"\n专办: \"乙\"\n\
        关键词: \"社区、养老\"\n审签日期: \"2016.11.17\"\n报送日期: \"二〇一六年十一月十八日\"\n---\n\n正文。\n";
    assert_eq!(read(&bytes).text, expected);
}

#[test]
fn the_title_is_what_is_large_and_in_the_middle() {
    let centred = |size: u8, text: &str| {
        p(&format!(
            "<w:pPr><w:jc w:val='center'/></w:pPr><w:r><w:rPr><w:sz w:val='{size}'/></w:rPr><w:t>{text}</w:t></w:r>"
        ))
    };
    let text = p("")
        + &centred(44, "我市推行")
        + &centred(44, "一窗受理")
        + &p(&r("供稿单位：市民政局"))
        + &p(&r("正文很长很长很长。"));
    let bytes = document(&text, &[], &[]);
    assert_eq!(read(&bytes).text, "---\n标题: \"我市推行一窗受理\"\n单位: \"市民政局\"\n---\n\n正文很长很长很长。\n");
    assert_eq!(read(&bytes).spots[1..3], ["第1段", "第3段"]);
    let row = |text: &str| format!("<w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>", p(&r(text)), p(&r("另一个")));
    let form = format!("<w:tbl>{}{}</w:tbl>", row("标题"), row("单位"));
    assert_eq!(
        body(&format!("{form}{text}")),
        "我市推行\n\n一窗受理\n\n正文很长很长很长。",
        "two titles: the page's stays"
    );
    let plain = centred(20, "小字居中") + &p(&r("正文。"));
    assert_eq!(body(&plain), "小字居中\n\n正文。");
}

#[test]
fn a_table_of_figures_is_no_form() {
    let cell = |text: &str| format!("<w:tc>{}</w:tc>", p(&r(text)));
    let row = |cells: &[&str]| format!("<w:tr>{}</w:tr>", cells.iter().map(|text| cell(text)).collect::<String>());
    let rows = [["单位", "日期", "数量"], ["甲局", "11月", "3"], ["乙局", "11月", "4"]];
    let table = format!("<w:tbl>{}</w:tbl>", rows.iter().map(|cells| row(cells)).collect::<String>());
    assert!(body(&table).starts_with("| 单位 | 日期 | 数量 |\n"), "{}", body(&table));
}

#[test]
fn hints_and_unfilled_controls_never_become_text() {
    let control = |inner: &str| {
        format!("<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>")
    };
    let filled = format!("<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>", p(&r("填了。")));
    let usual = "<w:r><w:rPr><w:rStyle w:val='PlaceholderText'/></w:rPr><w:t>单击或点击此处输入文字。</w:t></w:r>";
    let text = control(&p(&r(hints::OPENING))) + &p(&control(usual)) + &p(&r(hints::TEXT)) + &filled;
    assert_eq!(body(&text), "填了。");
    let beside = p(&r(&format!("{}写在旁边。", hints::OPENING)));
    assert_eq!(body(&beside), "写在旁边。");
}

#[test]
fn what_somebody_wrote_stays_where_the_flag_of_the_placeholder_still_stands() {
    let control = |inner: &str| {
        format!("<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>")
    };
    let styled = "<w:r><w:rPr><w:rStyle w:val='PlaceholderText'/></w:rPr><w:t>也是写的。</w:t></w:r>";
    let text = p(&control(&r("写了。"))) + &control(&p(styled)) + &p(&r("单击此处即可办理。"));
    assert_eq!(body(&text), "写了。\n\n也是写的。\n\n单击此处即可办理。");
}

#[test]
fn a_signature_leaves_the_text_and_names_no_unit() {
    let right = |text: &str| p(&format!("<w:pPr><w:jc w:val='right'/></w:pPr>{}", r(text)));
    let signed = p(&r("正文。")) + &right("中共盘龙区委全面深化改革领导小组办公室") + &right("2016年11月17日");
    let bytes = document(&signed, &[], &[]);
    assert_eq!(read(&bytes).text, "---\n报送日期: \"2016年11月17日\"\n---\n\n正文。\n");
    let labelled = signed + &p(&r("供 稿 单 位：盘龙区")) + &p(&r("核稿领导：王某某"));
    let bytes = document(&labelled, &[], &[]);
    let expected = "---\n报送日期: \"2016年11月17日\"\n单位: \"盘龙区\"\n审签人: \"王某某\"\n---\n\n正文。\n";
    assert_eq!(read(&bytes).text, expected);
}

#[test]
fn a_credit_is_known_before_and_among_the_lines_that_end_the_page() {
    let field = p(&r("审 签 人：王某某"));
    let fields = ["单位: \"盘龙区\"", "审签人: \"王某某\""];
    let credit = p(&format!("{}<w:r><w:rPr><w:b/></w:rPr><w:t>供 稿）</w:t></w:r>", r("（盘龙区")));
    let text = p(&r("正文。"));
    let inline = p(&r("正文。（盘龙区供稿）"));
    for text in [format!("{text}{credit}{field}"), format!("{text}{field}{credit}"), inline + &field] {
        let written = read(&document(&text, &[], &[])).text;
        assert!(
            fields.iter().all(|field| written.contains(field)) && written.ends_with("---\n\n正文。\n"),
            "{written}"
        );
    }
}

#[test]
fn lines_of_fields_within_the_text_stay_text() {
    let lines = ["开头。", "标题：小区怎么改", "联系电话：0000-1234567", "供稿单位：乙局", "结尾。"];
    let text = lines.map(|line| p(&r(line))).concat() + &p(&r("供稿单位：甲局"));
    let bytes = document(&text, &[], &[]);
    assert_eq!(read(&bytes).text, format!("---\n单位: \"甲局\"\n---\n\n{}\n", lines.join("\n\n")));
}

#[test]
fn raised_and_lowered_digits_are_kept_and_other_characters_told() {
    let at = |height: &str, text: &str| {
        format!("<w:r><w:rPr><w:vertAlign w:val='{height}'/></w:rPr><w:t>{text}</w:t></w:r>")
    };
    let digits = [r("120m"), at("superscript", "2"), r("、CO"), at("subscript", "2"), at("baseline", "1")].concat();
    let bytes = document(&p(&digits), &[], &[]);
    assert_eq!(body_of(&bytes), "120m²、CO₂1");
    assert_eq!(codes(&bytes), Vec::<&str>::new());
    let bytes = document(&p(&(r("甲") + &at("superscript", "注"))), &[], &[]);
    assert_eq!(body_of(&bytes), "甲注");
    assert_eq!(codes(&bytes), ["word-formula"]);
}

#[test]
fn a_header_beside_wins_over_the_page() {
    let text = p(&r("供稿单位：市民政局")) + &p(&r("正文。")) + &p(&r("报送日期：2016-11-17"));
    let header = parse::header_alone("单位: 盘龙区\n标题: 甲", false).expect("a header");
    let transcript = transcript(&document(&text, &[], &[]), Some(("甲.yaml", &header))).expect("read");
    assert_eq!(transcript.text, "---\n报送日期: \"2016-11-17\"\n单位: 盘龙区\n标题: 甲\n---\n\n正文。\n");
    assert_eq!(transcript.spots[2], "“甲.yaml”第1行");
}

#[test]
fn the_strict_edition_is_read_alike() {
    let main = format!("<document xmlns='{STRICT}'><body><p><r><t>甲</t></r></p></body></document>");
    let relations = "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>\
        <Relationship Id='a' Type='http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument' Target='word/main.xml'/>\
        </Relationships>";
    let bytes = container(&[("word/main.xml", main.as_bytes()), ("_rels/.rels", relations.as_bytes())]);
    assert_eq!(body_of(&bytes), "甲");
}

#[test]
fn what_cannot_be_read_is_told_for_what_it_is() {
    let compound = |name: &str| {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".as_slice(), &[0; 600], &name, &[0; 600]].concat()
    };
    let whole = document(&p(&r("甲")), &[], &[]);
    let bomb = container(&[("word/document.xml", &vec![b' '; 8 << 20])]);
    let many: Vec<(String, Vec<u8>)> = (0..5000).map(|n| (format!("word/{n}.xml"), vec![])).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    for (bytes, code) in [
        (compound("EncryptedPackage"), "word-locked"),
        (compound("WordDocument"), "word-old"),
        (b"{\\rtf1 x}".to_vec(), "word-old"),
        (vec![], "word-broken"),
        (b"just text".to_vec(), "word-broken"),
        (whole[..whole.len() / 2].to_vec(), "word-broken"),
        (container(&[("xl/workbook.xml", b"<a/>")]), "word-broken"),
        (container(&[("word/document.xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>")]), "word-broken"),
        (container(&[("word/document.xml", b"<a/>")]), "word-broken"),
        (container(&[("word/other.xml", b"<a/>")]), "word-broken"),
        (bomb, "word-too-large"),
        (container(&many), "word-too-large"),
    ] {
        assert_eq!(codes(&bytes), [code], "{:?}", &bytes[..bytes.len().min(40)]);
    }
    let main = wrapped("document", "<w:body/>");
    let macros = container(&[("word/document.xml", main.as_bytes()), ("word/vbaProject.bin", b"x")]);
    assert_eq!(codes(&macros), ["word-macro"]);
}

/// The characters of a document's body as its reader gets them, blanks aside.
fn characters(bytes: &[u8]) -> String {
    let transcript = read(bytes);
    let source = Source::new("甲.docx", transcript.text);
    let mut findings = Findings::about(&source);
    let brief = parse::brief(&source, &mut findings);
    let mut text = brief.body.text();
    text.extend(brief.attribution.map(|attribution| attribution.written));
    assert!(!brief.body.blocks.iter().any(|block| matches!(block.kind, BlockKind::Code(_) | BlockKind::Rule)));
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Characters that mean something in Markdown, and some that stand beside them.
fn snippet() -> impl Strategy<Value = String> {
    let signs =
        prop::sample::select("*_`[]<>&~|#+-=.:()!\\^{}\"'1a甲，。“”（）、　 0;%/@$".chars().collect::<Vec<char>>());
    prop::collection::vec(signs, 1..12).prop_map(|signs| signs.into_iter().collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_character_comes_through_and_none_is_mark_up(
        runs in prop::collection::vec((snippet(), 0..4u8), 1..5),
        shape in 0..4u8,
    ) {
        let run = |(text, look): &(String, u8)| {
            let look = ["", "<w:b/>", "<w:strike/>", ""][usize::from(*look)];
            let text = quick_xml::escape::escape(text.as_str());
            format!("<w:r><w:rPr>{look}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>")
        };
        let broken = |(at, one): (usize, &(String, u8))| {
            if shape == 1 && at > 0 { format!("<w:r><w:br/></w:r>{}", run(one)) } else { run(one) }
        };
        let inner = p(&runs.iter().enumerate().map(broken).collect::<String>());
        let inner = match shape {
            2 => format!("<w:tbl><w:tr><w:tc>{inner}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>", p(&r("乙"))),
            _ => inner,
        };
        // A paragraph before and after, so that nothing is taken for title, form or source.
        let bytes = document(&(p(&r("始。")) + &inner + &p(&r("终。"))), &[], &[]);
        let written: String = runs.iter().map(|(text, _)| text.as_str()).collect();
        let cell = if shape == 2 { "乙" } else { "" };
        let expected: String = format!("始。{written}{cell}终。").chars().filter(|c| !c.is_whitespace()).collect();
        prop_assert_eq!(characters(&bytes), expected, "{}", read(&bytes).text);
    }

    #[test]
    fn no_bytes_make_it_panic(at in 0..4000usize, value: u8, cut in 0..4000usize) {
        let mut bytes = document(&p(&r("甲乙丙")), &[], &[]);
        let length = bytes.len();
        bytes[at % length] = value;
        bytes.truncate(length - cut % (length / 4));
        let _ = transcript(&bytes, None);
    }
}

/// The transcripts of documents of three makers, which must not change: drafts are held against them.
#[test]
fn documents_of_three_makers_give_the_transcripts_that_they_gave() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/word");
    for name in ["python-docx", "libreoffice", "wps"] {
        let bytes = std::fs::read(folder.join(format!("{name}.docx"))).expect("a sample");
        let kept = folder.join(format!("{name}.md"));
        let text = read(&bytes).text;
        if !kept.exists() && std::env::var_os("KUAIBAO_BLESS").is_some() {
            std::fs::write(&kept, &text).expect("written");
        }
        assert_eq!(text, std::fs::read_to_string(&kept).expect("a transcript"), "{name}");
    }
}
