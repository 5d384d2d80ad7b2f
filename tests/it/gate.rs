//! What must not be let out is not: rules, masking, compiling, sealing, the site, and the gate over finished pages.

use kuaibao::cli::Exit;

use crate::bench::{Bench, brief, files_below};
use crate::index::reader::{Reader, Words, payload};
use crate::way::unpacked;

const MOBILE: &str = "13800000000";
/// Region 1199xx does not exist.
const ID: &str = "119900190001010028";

fn item(body: &str) -> String {
    format!("---\n标题: 一条旧闻\n单位: 市民政局\n---\n\n{body}\n")
}

/// An office with one item in an issue put in by hand.
fn draft(body: &str) -> Bench {
    let bench = Bench::small();
    bench.write("issues/kuaibao/2016/001/issue.toml", "date = 2016-11-10\n\n[[item]]\nfile = \"01.md\"\n");
    bench.write("issues/kuaibao/2016/001/01.md", item(body));
    bench
}

#[test]
fn a_number_keeps_a_draft_from_being_sealed_until_it_is_masked() {
    let bench = draft(&format!("王某，身份证号{ID}，电话{MOBILE}。\n\n电话{MOBILE}。"));
    let refused = bench.run(&["publish", "--all"]).ended(Exit::Findings);
    assert!(refused.out.contains("id-number") && refused.out.contains("mobile-number"), "{}", refused.out);
    assert!(!refused.out.contains(ID) && !refused.out.contains(MOBILE), "{}", refused.out);
    bench.run(&["mask", "kuaibao-2016-1", "2"]).ended(Exit::Usage);
    let masked = bench.run(&["mask", "kuaibao-2016-1"]).done();
    assert!(
        masked.out.contains("第 1 条（issues/kuaibao/2016/001/01.md）遮盖 3 处：119900********0028、138****0000"),
        "{}",
        masked.out
    );
    let text = bench.read("issues/kuaibao/2016/001/01.md");
    assert_eq!(text, item("王某，身份证号119900********0028，电话138****0000。\n\n电话138****0000。"));
    assert!(bench.run(&["mask", "kuaibao-2016-1", "1"]).done().out.contains("没有要遮盖的"));
    bench.run(&["publish", "--all"]).done();
    bench.run(&["build"]).done();
    assert!(bench.read("site/kuaibao/2016/001.html").contains("138****0000"));
    let sealed = bench.run(&["mask", "kuaibao-2016-1"]).ended(Exit::Usage);
    assert!(sealed.err.contains("correct"), "{}", sealed.err);
}

#[test]
fn the_note_of_an_issue_is_looked_at_too() {
    let bench = draft("正文。");
    let path = "issues/kuaibao/2016/001/issue.toml";
    bench.write(path, format!("note = \"致电{MOBILE}\"\n{}", bench.read(path)));
    let refused = bench.run(&["publish", "--all"]).ended(Exit::Findings);
    assert!(refused.out.contains("issue.toml") && refused.out.contains("mobile-number"), "{}", refused.out);
}

#[test]
fn a_brief_with_a_number_is_accepted_only_to_be_masked_and_one_with_a_mark_not_at_all() {
    let bench = Bench::small();
    bench.write("submissions/市民政局/甲.md", brief("甲项改革", &format!("群众可拨打{MOBILE}咨询。")));
    bench.write("submissions/市民政局/乙.md", brief("乙项改革", "机密★十年\n\n正文。"));
    bench.run(&["build"]).ended(Exit::Findings);
    let refused = bench.run(&["accept", "市民政局/甲.md", "--series", "kuaibao"]).ended(Exit::Usage);
    assert!(refused.err.contains("mobile-number") && refused.err.contains("--anyway"), "{}", refused.err);
    bench.run(&["accept", "市民政局/甲.md", "--series", "kuaibao", "--anyway", "--because", "内容可用"]).done();
    let refused = bench.run(&["accept", "市民政局/乙.md", "--anyway", "--because", "内容可用"]).ended(Exit::Usage);
    assert!(refused.err.contains("secrecy-mark") && refused.err.contains("waive"), "{}", refused.err);
    bench.run(&["compile"]).done();
    let text = bench.read("issues/kuaibao/2016/001/01.md");
    assert!(text.contains("群众可拨打138****0000咨询。"), "{text}");
    bench.run(&["publish", "--all"]).done();
}

#[test]
fn hints_and_warnings_of_the_gate_keep_nobody_from_accepting_or_sealing() {
    let bench = Bench::small();
    bench.write("submissions/市民政局/甲.md", brief("甲项改革", "电话0871-60000000，邮箱a@mail.example，两学一作。"));
    bench.run(&["intake"]).done();
    bench.run(&["accept", "--all", "--series", "kuaibao"]).done();
    bench.run(&["build", "--publish"]).done();
    assert!(bench.read("site/kuaibao/2016/001.html").contains("a@mail.example"));
}

#[test]
fn what_is_published_and_must_not_be_shown_stops_the_build_until_it_is_settled() {
    let bench = draft(&format!("电话{MOBILE}。"));
    bench.write("kuaibao.toml", format!("{}\n[gate]\nallow = [\"{MOBILE}\"]\n", crate::bench::SETTINGS));
    bench.run(&["publish", "--all"]).done();
    bench.run(&["build"]).done();
    let before = bench.files("site");
    // The office no longer allows the number.
    bench.write("kuaibao.toml", crate::bench::SETTINGS);
    bench.drop_brief("甲", "甲项改革");
    let stopped = bench.run(&["build"]).ended(Exit::Failed);
    for words in ["kuaibao-2016-1 第 1 条", "01.md:6:3", "correct", "withdraw", "waive"] {
        assert!(stopped.err.contains(words), "{words}: {}", stopped.err);
    }
    assert!(!stopped.err.contains(MOBILE));
    assert_eq!(before, bench.files("site"));
    assert!(bench.run(&["inbox"]).done().out.contains("甲项改革"), "what came in is registered all the same");
    bench.run(&["withdraw", "kuaibao-2016-1", "1", "--because", "含有个人电话"]).done();
    bench.run(&["build"]).done();
    assert!(unpacked(&bench, "site").values().all(|bytes| !holds(bytes, MOBILE)));
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

#[test]
fn a_template_that_lets_a_telephone_out_is_stopped_before_anything_is_replaced() {
    let bench = Bench::small();
    bench.accepted(1, "kuaibao");
    bench.run(&["build", "--publish"]).done();
    let before = bench.files("site");
    // The telephone of every brief's header, and a number that looks like somebody's.
    for leak in ["0000-1234567", "1380000<wbr>0000 13800000000", ID, "6222000000000000004"] {
        bench.write("templates/home.html", format!("<!DOCTYPE html><title>首页</title><p>{leak}</p>"));
        let stopped = bench.run(&["build"]).ended(Exit::Failed);
        assert!(stopped.err.contains("index.html") && stopped.err.contains("[gate] allow"), "{}", stopped.err);
        assert!(!stopped.err.contains(leak), "{}", stopped.err);
        assert_eq!(before, bench.files("site"), "{leak}");
    }
    // Within an EPUB.
    std::fs::remove_file(bench.path("templates/home.html")).expect("removed");
    let imprint = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/templates/epub/imprint.xhtml"));
    let imprint = imprint.expect("a template").replace("</section>", "<p>13800000000</p></section>");
    bench.write("templates/epub/imprint.xhtml", imprint);
    let stopped = bench.run(&["build"]).ended(Exit::Failed);
    assert!(stopped.err.contains(".epub 里的"), "{}", stopped.err);
    // The office's own number may stand there.
    bench.write("kuaibao.toml", format!("{}\n[gate]\nallow = [\"138-0000-0000\"]\n", crate::bench::SETTINGS));
    bench.run(&["build"]).done();
}

const SECRET_TITLE: &str = "岚山专项行动部署内情通报";
const SECRET_SENTENCE: &str = "岚山专项行动拟于下月初分三路同时展开并对外暂不公布任何消息";

fn secret() -> String {
    brief(SECRET_TITLE, &format!("{SECRET_SENTENCE}。")).replace("关键词", "密级: 秘密\n关键词")
}

#[test]
fn a_secret_brief_that_slips_into_an_issue_is_stopped() {
    let bench = draft(&format!("经查，{SECRET_SENTENCE}，其余照旧。"));
    bench.write("submissions/市民政局/密件.md", secret());
    bench.run(&["publish", "--all"]).done();
    let stopped = bench.run(&["build"]).ended(Exit::Failed);
    assert!(stopped.err.contains("有密级的收文 2016-0001 的文字"), "{}", stopped.err);
    assert!(!stopped.err.contains(SECRET_SENTENCE) && !bench.exists("site/index.html"), "{}", stopped.err);
    // Nor may a template print its title.
    bench.run(&["withdraw", "kuaibao-2016-1", "1", "--because", "不应公开"]).done();
    bench.write("templates/home.html", format!("<!DOCTYPE html><title>{SECRET_TITLE}</title>"));
    let stopped = bench.run(&["build"]).ended(Exit::Failed);
    assert!(stopped.err.contains("的标题"), "{}", stopped.err);
}

#[test]
fn a_draft_with_words_of_a_secret_brief_is_not_published() {
    let bench = draft(&format!("经查，{SECRET_SENTENCE}，其余照旧。"));
    // The secret brief has half-width marks, the draft has none.
    bench.write("submissions/市民政局/密件.md", secret().replace("并对外", ",并对外"));
    let draft = "issues/kuaibao/2016/001/01.md";
    let text = std::fs::read_to_string(bench.path(draft)).expect("a draft").replace("并对外", "，并对外");
    bench.write(draft, text.clone());
    bench.run(&["intake"]).done();
    let refused = bench.run(&["publish", "--all"]).ended(Exit::Findings);
    assert!(refused.out.contains("是有密级的收文 2016-0001 的文字"), "{}", refused.out);
    assert!(!refused.out.contains(SECRET_SENTENCE), "{}", refused.out);
    bench.write(draft, text.replace(&SECRET_SENTENCE.replace("并对外", "，并对外"), "情况属实"));
    bench.run(&["publish", "--all"]).done();
    bench.run(&["build"]).done();
}

#[test]
fn what_a_correction_took_out_for_secrecy_is_not_quoted() {
    let bench = draft(&format!("经查，{SECRET_SENTENCE}，其余照旧。"));
    bench.write("submissions/市民政局/密件.md", secret());
    bench.run(&["publish", "--all"]).done();
    bench.run(&["build"]).ended(Exit::Failed);
    let item = "issues/kuaibao/2016/001/01.md";
    let text = std::fs::read_to_string(bench.path(item)).expect("an item").replace(SECRET_SENTENCE, "情况属实");
    bench.write(item, text);
    bench.run(&["correct", "kuaibao-2016-1", "--because", "表述不准确"]).done();
    bench.run(&["build"]).done();
    assert!(unpacked(&bench, "site").values().all(|bytes| !holds(bytes, SECRET_SENTENCE)));
    bench.run(&["verify"]).done();
}

#[test]
fn what_had_been_published_before_is_no_secret_of_a_later_brief() {
    let mut bench = draft(&format!("经查，{SECRET_SENTENCE}，其余照旧。"));
    bench.run(&["publish", "--all"]).done();
    bench.at("2016-11-18T09:00").write("submissions/市民政局/密件.md", secret());
    bench.run(&["build"]).done();
}

/// An office that uses everything there is, with a secret brief, telephones and approvers that nobody else has.
fn whole_office() -> Bench {
    let more = "\n[[kind]]\nname = \"案例\"\ncharacters = { min = 1, max = 3000 }\n";
    let bench = Bench::small_with(more);
    for index in 1..=6 {
        let body = format!(
            "第{index}项改革。一是设点。二是建章。\n\n![图](图.png)\n\n|甲|乙|\n|-|-|\n|1|2|\n\n注[^1]。\n\n[^1]: 说明。"
        );
        let text = brief(&format!("第{index}项改革"), &body)
            .replace("沈若谷", "訾攸宁")
            .replace("顾清和", "亓官霁月")
            .replace("0000-1234567", "0871-60000001；138 0000 0001")
            .replace("关键词", "类型: 案例\n专项小组: 社会体制改革专项小组\n关键词");
        bench.write(&format!("submissions/市民政局/{index}.md"), text);
    }
    let png = files_below(std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/submissions")));
    let (_, png) = png.into_iter().find(|(name, _)| name.ends_with(".png")).expect("a picture");
    bench.write("submissions/市民政局/图.png", png);
    bench.write("submissions/市民政局/密件.md", secret().replace("沈若谷", "訾攸宁"));
    bench.run(&["intake"]).done();
    bench.run(&["accept", "--all", "--series", "dongtai"]).done();
    bench.run(&["build", "--publish"]).done();
    bench.run(&["withdraw", "dongtai-2016-1", "2", "--because", "数据待核"]).done();
    bench.write("issues/dongtai/2016/001/03.md", bench.read("issues/dongtai/2016/001/03.md").replace("设点", "设站"));
    bench.run(&["correct", "dongtai-2016-1", "--because", "用字"]).done();
    bench.run(&["build"]).done();
    bench
}

#[test]
fn a_secret_brief_a_telephone_and_an_approver_reach_no_output() {
    let bench = whole_office();
    let files = unpacked(&bench, "site");
    for path in ["feed.xml", "opds/index.xml", "opds/index.json", "sitemap.xml", "search.html", "search/words.js"] {
        assert!(files.contains_key(path), "{path} is a part of what is looked at");
    }
    assert!(files.keys().any(|path| path.starts_with("cases/2016.epub!")), "the book of cases");
    let forbidden = [
        SECRET_TITLE,
        SECRET_SENTENCE,
        "岚山",
        "訾攸宁",
        "亓官霁月",
        "0871-60000001",
        "60000001",
        "087160000001",
        "138 0000 0001",
        "13800000001",
        "138-0000-0001",
        "密件",
    ];
    let mut texts: Vec<(String, String)> =
        files.iter().map(|(path, bytes)| (path.clone(), String::from_utf8_lossy(bytes).into_owned())).collect();
    texts.extend(searched(&bench));
    assert!(texts.iter().any(|(path, text)| path.starts_with("search/texts/") && text.contains("第1项改革")));
    for (path, text) in &texts {
        for word in forbidden {
            assert!(!text.contains(word), "{word} stands in site/{path}");
        }
    }
}

/// The texts of the search index, as the page reads them.
fn searched(bench: &Bench) -> Vec<(String, String)> {
    let files = bench.files("site");
    let units = payload(&files["search/words.js"]);
    let words = Words::read(&mut Reader::new(&units));
    let manifest = bench.read("site/search/index.js");
    let count = |key: &str| -> usize {
        let digits = manifest.split(&format!("\"{key}\":")).nth(1).and_then(|rest| rest.split([',', '}']).next());
        digits.and_then(|digits| digits.parse().ok()).expect("a count")
    };
    let (documents, together) = (count("documents"), count("together"));
    let text = |at: usize| {
        let path = format!("search/texts/{}.js", at / together);
        let units = payload(&files[&path]);
        let mut reader = Reader::new(&units);
        let mut text = String::new();
        for _ in 0..=at % together {
            let length = reader.number() as usize;
            text = words.text(&mut reader, length);
        }
        (format!("{path}!"), text)
    };
    (0..documents).map(text).collect()
}

#[test]
fn a_reason_that_readers_read_holds_no_number() {
    let bench = draft("正文。");
    bench.run(&["publish", "--all"]).done();
    let because = format!("误登了{MOBILE}");
    let refused = bench.run(&["withdraw", "kuaibao-2016-1", "1", "--because", &because]).ended(Exit::Usage).err;
    assert!(refused.contains("不得公开") && !refused.contains(MOBILE), "{refused}");
    bench.run(&["withdraw", "kuaibao-2016-1", "1", "--because", "误登了个人信息"]).done();
}
