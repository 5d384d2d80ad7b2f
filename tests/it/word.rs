//! Word documents on the whole way: from the folder to the page, with what lies beside them.

use std::io::{Cursor, Read, Write};
use std::path::Path;

use kuaibao::cli::Exit;

use crate::bench::{Bench, brief, text_of};
use crate::way::unpacked;

fn sample(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/word").join(name);
    std::fs::read(&path).unwrap_or_else(|fault| panic!("{}: {fault}", path.display()))
}

/// The small office with a Word document, its header file and the scan of its signed page.
fn office() -> Bench {
    let bench = Bench::small();
    bench.write("submissions/市民政局/助餐.docx", sample("wps.docx"));
    bench.write("submissions/市民政局/助餐.yaml", "单位: [市民政局, 盘龙区]\n关键词: [养老服务]\n");
    bench.write("submissions/市民政局/助餐.jpg", "SCANNED-SIGNATURE");
    bench
}

#[test]
fn a_word_document_goes_the_whole_way_and_nothing_private_with_it() {
    let bench = office();
    let taken = bench.run(&["intake"]).done();
    assert!(
        taken.out.contains("收文 2016-0001 submissions/市民政局/助餐.docx《临湖区建成社区老年助餐服务网》"),
        "{}",
        taken.out
    );
    let shown = bench.run(&["show", "2016-0001"]).done().out;
    for word in [
        "单位：市民政局、盘龙区",
        "审签：柏承川 局长 2016-11-15",
        "电话",
        "签批页扫描件 助餐.jpg",
        "文头文件 助餐.yaml",
    ] {
        assert!(shown.contains(word), "{word}: {shown}");
    }
    bench.run(&["accept", "2016-0001", "--series", "kuaibao"]).done();
    bench.run(&["compile"]).done();
    let draft = bench.read("issues/kuaibao/2016/001/01.md");
    assert!(draft.contains("一、主要做法") && draft.contains("[^1]: 补助由区财政列支。"), "{draft}");
    assert!(bench.exists("issues/kuaibao/2016/001/01/图1.png"));
    assert!(!bench.exists("issues/kuaibao/2016/001/01/助餐.jpg"));
    bench.run(&["build", "--publish"]).done();
    let page = bench.read("site/kuaibao/2016/001.html");
    for word in ["老年助餐服务网", "步行15分钟", "小贴士", "2960份", "市民政局"] {
        assert!(text_of(&page).contains(word), "{word}");
    }
    for (name, bytes) in unpacked(&bench, "site") {
        let text = String::from_utf8_lossy(&bytes);
        for word in
            ["SCANNED-SIGNATURE", "柏承川", "尹怀瑾", "0000-1234513", "助餐.jpg", "助餐.yaml", "docx", "Desktop", "yhj"]
        {
            assert!(!text.contains(word), "{word} stands in site/{name}");
        }
    }
    bench.run(&["verify"]).done();
    bench.write("issues/kuaibao/2016/001/01.md", bench.read("issues/kuaibao/2016/001/01.md").replace("87%", "88%"));
    bench.run(&["correct", "kuaibao-2016-1", "--because", "数字有误"]).done();
    bench.run(&["build"]).done();
    assert!(bench.read("site/kuaibao/2016/001.html").contains("88%"));
}

#[test]
fn a_new_scan_or_header_is_a_change_and_the_same_is_none() {
    let bench = office();
    bench.run(&["intake"]).done();
    bench.run(&["accept", "2016-0001", "--series", "kuaibao"]).done();
    bench.run(&["compile"]).done();
    assert!(bench.run(&["intake"]).done().out.contains("没有新到或改过的简报"));
    let draft = "issues/kuaibao/2016/001/01.md";
    bench.write(draft, bench.read(draft) + "\n编者补一句。\n");
    bench.write("submissions/市民政局/助餐.jpg", "ANOTHER-SIGNATURE");
    assert!(bench.run(&["intake"]).done().out.contains("单位修改 2016-0001"));
    assert!(bench.run(&["inbox"]).done().out.contains("改后待审"));
    // Nothing of a scan is printed, so that the edited draft is not stale.
    bench.run(&["accept", "2016-0001"]).done();
    bench.run(&["publish", "kuaibao-2016-1"]).done();
    bench.write("submissions/市民政局/助餐.yaml", "单位: 市民政局\n");
    assert!(bench.run(&["intake"]).done().out.contains("单位修改 2016-0001"), "also after it was published");
    bench.run(&["verify"]).done();
}

#[test]
fn a_scan_is_no_stray_and_a_picture_that_is_shown_is_no_scan() {
    let bench = Bench::small();
    bench.write("submissions/市民政局/甲.md", brief("甲", "正文。\n\n![图](甲.png)"));
    bench.write("submissions/市民政局/甲.png", include_bytes!("../word/grey.png"));
    bench.write("submissions/市民政局/甲.pdf", "%PDF-1.4 SIGNED");
    bench.write("submissions/市民政局/乙.pdf", "%PDF-1.4 LOST");
    let codes = bench.run(&["check", "--json"]).ended(Exit::Findings).json();
    let files: Vec<&str> =
        codes["submissions"].as_array().expect("a list").iter().filter_map(|s| s["path"].as_str()).collect();
    assert_eq!(files, ["submissions/市民政局/乙.pdf", "submissions/市民政局/甲.md"]);
    bench.run(&["intake"]).done();
    let answer = bench.run(&["show", "2016-0001", "--json"]).done().json();
    assert_eq!(answer["attachments"].as_array().map(Vec::len), Some(1));
    assert_eq!(
        (&answer["attachments"][0]["role"], &answer["attachments"][0]["source"]),
        (&"evidence".into(), &"甲.pdf".into())
    );
    let journal = bench.read("register/2016.jsonl");
    assert!(journal.contains("\"role\":\"evidence\"") && !journal.contains("\"role\":\"picture\""), "{journal}");
}

#[test]
fn a_text_beside_it_is_a_brief_of_its_own_and_a_header_is_none() {
    let bench = Bench::small();
    bench.write("submissions/市民政局/甲.docx", sample("python-docx.docx"));
    bench.write("submissions/市民政局/甲.md", brief("甲", "另一篇的正文。"));
    let told = bench.run(&["check"]).out;
    assert!(told.contains("word-twin") && told.contains("检查了 2 篇"), "{told}");
    bench.write("submissions/市民政局/甲.md", "---\n标题: 旁边写的标题\n---\n");
    let told = bench.run(&["check"]).out;
    assert!(!told.contains("word-twin") && told.contains("检查了 1 篇"), "{told}");
    assert!(bench.run(&["intake"]).done().out.contains("旁边写的标题"));
}

#[test]
fn a_document_is_checked_outside_any_office_with_its_header() {
    let bench = Bench::empty();
    bench.write("甲.docx", sample("libreoffice.docx"));
    let answer = bench.run(&["check", "甲.docx", "--json"]).done().json();
    assert_eq!(answer["submissions"][0]["title"], "临湖区建成社区老年助餐服务网");
    assert_eq!(answer["submissions"][0]["units"][0], "市民政局");
    bench.write("甲.yml", "报送日期: 不知道\n");
    let told = bench.run(&["check", "甲.docx"]).ended(Exit::Findings).out;
    assert!(told.contains("甲.docx “甲.yml”第1行"), "{told}");
    bench.write("甲.yml", "标题: 另一个\n");
    bench.write("~$甲.docx", "lock");
    let answer = bench.run(&["check", ".", "--json"]).done().json();
    assert_eq!(answer["summary"]["submissions"], 1);
    assert_eq!(answer["submissions"][0]["title"], "另一个");
}

#[test]
fn a_broken_document_gets_a_receipt_and_stops_no_other() {
    let bench = Bench::small();
    bench.drop_brief("好", "好的一篇");
    let whole = sample("wps.docx");
    bench.write("submissions/市民政局/断.docx", &whole[..whole.len() / 2]);
    bench.write("submissions/市民政局/旧.docx", [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".as_slice(), &[0; 512]].concat());
    bench.write("submissions/市民政局/旧.wps", "x");
    let told = bench.run(&["check"]).ended(Exit::Findings).out;
    for code in ["错误[word-broken]", "错误[word-old]"] {
        assert!(told.contains(code), "{code}: {told}");
    }
    assert!(!told.contains("unsigned"), "what cannot be read is not judged: {told}");
    bench.run(&["intake"]).done();
    bench.run(&["accept", "--all", "--series", "kuaibao"]).done();
    bench.run(&["build", "--publish"]).ended(Exit::Findings);
    assert!(bench.read("site/kuaibao/2016/001.html").contains("好的一篇"));
    let shown = bench.run(&["show", "市民政局/断.docx"]).done().out;
    assert!(shown.contains("word-broken"), "{shown}");
}

#[test]
fn a_brief_that_becomes_a_word_document_stays_the_brief_it_was() {
    let bench = Bench::small();
    bench.write("submissions/市民政局/助餐.md", brief("临湖区建成社区老年助餐服务网", "正文。"));
    bench.run(&["intake"]).done();
    bench.run(&["accept", "2016-0001", "--series", "kuaibao"]).done();
    bench.run(&["compile"]).done();
    std::fs::remove_file(bench.path("submissions/市民政局/助餐.md")).expect("removed");
    bench.write("submissions/市民政局/助餐.docx", sample("wps.docx"));
    let told = bench.run(&["intake"]).done().out;
    assert!(told.contains("单位修改 2016-0001"), "{told}");
    bench.run(&["accept", "2016-0001"]).done();
    bench.run(&["compile"]).done();
    assert!(bench.read("issues/kuaibao/2016/001/01.md").contains("步行15分钟"), "the draft is renewed");
    assert!(bench.exists("issues/kuaibao/2016/001/01/图1.png"));
}

#[test]
fn the_template_is_no_text_until_it_is_filled_in() {
    let bench = Bench::small();
    let made = bench.run(&["new", "--docx", "--unit", "市民政局", "--title", "甲<乙>&“丙”"]).done();
    let path = made.out.trim().to_owned();
    assert!(path.ends_with("-甲乙丙.docx"), "{path}");
    let codes = |bench: &Bench| -> Vec<String> {
        let answer = bench.run(&["check", "--json"]).json();
        let findings = answer["submissions"][0]["findings"].as_array().expect("a list").clone();
        findings.iter().filter_map(|finding| finding["code"].as_str().map(str::to_owned)).collect()
    };
    assert_eq!(codes(&bench), ["text-empty", "unsigned"]);
    let bytes = std::fs::read(bench.path(&path)).expect("there");
    let filled = replaced(
        &bytes,
        &[
            ("填写审签领导姓名〕", "柏承川"),
            ("填写审签领导职务〕", "局长"),
            ("填写日期，如2016年11月17日〕", "2016年11月16日"),
            ("写开头：一句话写明做法和成效，再写背景〕", &"今年以来，全市推行改革，群众办事平均少跑三次。".repeat(8)),
        ],
    );
    bench.write(&path, filled);
    assert_eq!(codes(&bench), Vec::<String>::new());
    let answer = bench.run(&["check", "--json"]).json();
    assert_eq!(answer["submissions"][0]["title"], "甲<乙>&“丙”");
}

/// The template with some of its hints written over, as a word processor leaves it.
fn replaced(bytes: &[u8], words: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).expect("listed");
        let name = part.name().expect("a name").into_owned();
        let mut text = String::new();
        part.read_to_string(&mut text).expect("readable");
        for (hint, word) in words {
            let run = "<w:r><w:rPr><w:rStyle w:val=\"PlaceholderText\"/><w:color w:val=\"808080\"/></w:rPr><w:t>〔点此";
            let from = format!("<w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run}{hint}");
            text = text.replace(&from, &format!("<w:sdtPr/><w:sdtContent><w:r><w:t>{word}"));
            // The text has no controls.
            text = text.replace(&format!("{run}{hint}"), &format!("<w:r><w:t>{word}"));
        }
        out.start_file(name, zip::write::SimpleFileOptions::default()).expect("memory does not fail");
        out.write_all(text.as_bytes()).expect("memory does not fail");
    }
    out.finish().expect("memory does not fail").into_inner()
}
