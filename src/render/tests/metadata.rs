//! What pages say of themselves to machines, and the page of what is new.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde_json::Value;

use super::{rendered, sample, text_of};
use crate::model::{Notice, NoticeKind};
use crate::render::Templates;

/// The sample's site, rendered once for all tests here.
fn sample_site() -> &'static BTreeMap<String, Vec<u8>> {
    static SITE: OnceLock<BTreeMap<String, Vec<u8>>> = OnceLock::new();
    SITE.get_or_init(|| {
        let mut office = sample::office();
        office.settings.url = "https://gaige.example/".into();
        rendered(&office.archive(sample::issues()), &Templates::built_in())
    })
}

fn data_block(page: &str) -> Option<&str> {
    let from = page.split_once(" type=\"application/ld+json\">")?.1;
    Some(from.split_once("</script>").expect("its end").0)
}

fn data(files: &BTreeMap<String, Vec<u8>>, path: &str) -> Value {
    let block = data_block(text_of(files, path)).unwrap_or_else(|| panic!("{path} has no data"));
    serde_json::from_str(block).unwrap_or_else(|fault| panic!("{path}: {fault}"))
}

#[test]
fn an_item_says_where_when_and_by_whom_it_was_printed() {
    let files = sample_site();
    let page = text_of(files, "kuaibao/2016/002/01.html");
    for words in [
        "<link rel=\"canonical\" href=\"https://gaige.example/kuaibao/2016/002/01.html\"/>",
        "type=\"application/atom+xml\" title=\"《改革快报》 - 昆明改革快报\" href=\"../../../kuaibao/feed.xml\"/>",
        "<meta property=\"og:type\" content=\"article\"/>",
        "<meta property=\"article:published_time\" content=\"2016-04-05\"/>",
        "<meta name=\"citation_author\" content=\"市民政局\"/>",
        "<meta name=\"citation_author\" content=\"盘龙区\"/>",
        "<meta name=\"citation_publication_date\" content=\"2016/04/05\"/>",
        "<meta name=\"citation_journal_title\" content=\"改革快报\"/>",
        "<meta name=\"citation_issue\" content=\"2\"/>",
    ] {
        assert!(page.contains(words), "{words}");
    }
    let data = data(files, "kuaibao/2016/002/01.html");
    assert_eq!((&data["@context"], &data["@type"]), (&"https://schema.org".into(), &"Article".into()));
    assert_eq!(data["author"][1]["url"], "https://gaige.example/units/panlong.html");
    assert_eq!(data["author"][2]["name"], "金沙社区");
    assert_eq!(data["isPartOf"]["issueNumber"], "2");
    assert_eq!(data["isPartOf"]["isPartOf"]["name"], "改革快报");
}

#[test]
fn an_issue_names_its_items_and_its_title() {
    let files = sample_site();
    let issue = data(files, "dongtai/2016/006.html");
    assert_eq!(issue["@type"], "PublicationIssue");
    assert_eq!(issue["hasPart"].as_array().map(Vec::len), Some(4));
    assert_eq!(issue["correction"][0]["datePublished"], "2016-12-01");
    assert_eq!(issue["dateModified"], "2016-12-01");
    assert_eq!(data(files, "dongtai/index.html")["@type"], "Periodical");
    assert_eq!(data(files, "index.html")["@type"], "WebSite");
    assert!(data_block(text_of(files, "years/index.html")).is_none());
}

#[test]
fn what_became_of_an_item_is_told_and_its_text_is_not() {
    let files = sample_site();
    let corrected = data(files, "dongtai/2016/006/01.html");
    assert_eq!(corrected["correction"][0]["text"], "第三段“1280件”应为“1284件”。");
    assert_eq!(corrected["dateModified"], "2016-12-01");
    let withdrawn = data(files, "dongtai/2016/006/03.html");
    assert_eq!(withdrawn["creativeWorkStatus"], "Withdrawn");
    assert_eq!(withdrawn["correction"][0]["name"], "撤稿");
    let page = text_of(files, "dongtai/2016/006/03.html");
    assert!(!page.contains("citation_fulltext_html_url") && page.contains("（已撤稿）\"/>"));
}

#[test]
fn what_is_new_lists_issues_and_changes_by_day() {
    let files = sample_site();
    let page = text_of(files, "new.html");
    let at = |words: &str| page.find(words).unwrap_or_else(|| panic!("{words}"));
    assert!(at("2016年12月1日") < at("第三段“1280件”应为“1284件”。"));
    assert!(at("数据有误，原单位申请撤回") < at("《改革动态》2016年第6期（总第39期）</a></h3>"));
    assert!(at("《改革快报》2016年第5期") < at("《改革快报》2016年第4期"));
    assert!(page.contains(">https://gaige.example/dongtai/feed.xml</a>"));
    assert!(page.contains(">https://gaige.example/opds/index.xml</a>"));
}

#[test]
fn what_is_new_ends_somewhere() {
    let office = sample::office();
    let mut issues: Vec<_> = (1..=40)
        .map(|at| sample::issue(&format!("dongtai-2016-{at}"), &format!("2016-{:02}-{:02}", 1 + at / 28, 1 + at % 28)))
        .collect();
    let notice = |on: &str| Notice {
        kind: NoticeKind::Corrected,
        item: Some(1),
        on: sample::day(on),
        because: on.into(),
        words: vec![],
    };
    issues[0].notices = vec![notice("2016-01-05"), notice("2016-02-06")];
    let files = rendered(&office.archive(issues), &Templates::built_in());
    let page = text_of(&files, "new.html");
    assert_eq!(page.matches("<section class=\"entry\">").count(), 30);
    assert!(page.contains("　2016-02-06") && !page.contains("　2016-01-05"), "older than the oldest issue shown");
}
