//! What pages say: numbers, sources, notices, how they are cited, what leads on.

use super::site::sample_site;
use super::{rendered, sample, text_of, xml};
use crate::model::issue::Replaced;
use crate::model::{Notice, NoticeKind};
use crate::render::{Templates, draft};

#[test]
fn an_issue_is_headed_numbered_and_signed() {
    let files = sample_site();
    let page = text_of(&files, "dongtai/2016/006.html");
    for words in ["第6期（总第39期）", "<h1>改革动态</h1>", "一、", "按语：", "2016年11月17日", "省委改革办，市委常委"]
    {
        assert!(page.contains(words), "{words}");
    }
    assert!(page.contains("更正") && page.contains("刊头日期误为11月16日"));
    let unnumbered = text_of(&files, "dongtai/2015/zengkan.html");
    assert!(!unnumbered.contains("第期") && !unnumbered.contains("class=\"number\""));
    assert!(unnumbered.contains("十二、"));
}

#[test]
fn an_issue_with_one_item_has_nothing_to_number() {
    let files = sample_site();
    let page = text_of(&files, "kuaibao/2016/001.html");
    assert!(!page.contains("目录") && !page.contains("一、"), "{page}");
}

#[test]
fn sources_are_printed_as_written_and_once() {
    let files = sample_site();
    let path = "kuaibao/2016/002.html";
    let page = xml::read(path, text_of(&files, path));
    assert_eq!(page.text.matches("（市民政局、盘龙区、金沙社区）").count(), 1);
    let item = text_of(&files, "kuaibao/2016/002/01.html");
    assert!(
        item.contains(
            "units/minzheng.html\">市民政局</a>、<a href=\"../../../units/panlong.html\">盘龙区</a>、金沙社区"
        )
    );
}

#[test]
fn a_withdrawn_item_keeps_its_place_and_loses_its_text_everywhere() {
    let office = sample::office();
    let mut issues = sample::issues();
    let on = sample::day("2016-12-05");
    issues[0].items[0].body = sample::document(vec![sample::paragraph(sample::WITHDRAWN)]).into();
    issues[0].notices.push(Notice {
        kind: NoticeKind::Withdrawn,
        item: Some(1),
        on,
        because: "误发".into(),
        words: vec![],
    });
    let title = issues[0].items[0].title.clone();
    let files = rendered(&office.archive(issues), &Templates::built_in());
    let item = text_of(&files, "kuaibao/2016/001/01.html");
    assert!(item.contains("本条已于2016年12月5日撤稿。原因：误发") && item.contains(&title));
    for (path, bytes) in &files {
        let unpacked = if path.ends_with(".epub") { super::epub::all_text(bytes) } else { bytes.clone() };
        assert!(!String::from_utf8_lossy(&unpacked).contains(sample::WITHDRAWN), "{path}");
    }
}

#[test]
fn a_draft_is_marked_and_complete_in_itself() {
    let office = sample::office();
    let issue = sample::issues().remove(10);
    let bytes = draft(&office.settings, &issue, &Templates::built_in()).expect("a draft");
    let page = String::from_utf8(bytes).expect("UTF-8");
    let read = xml::read("draft", &page);
    assert!(!read.elements.iter().any(|name| name == "script" || name == "form"), "a draft runs and asks nothing");
    assert!(page.contains("（共印120份）"));
    assert!(page.contains("送审稿") && page.contains("<style nonce=\"") && page.contains("\">/* The site's style."));
    for link in read.links {
        assert!(
            link.starts_with('#') || link.starts_with("data:image/") || link.starts_with("https://www.km"),
            "{link}"
        );
    }
}

#[test]
fn the_foot_of_an_issue_says_who_gets_it_who_made_it_and_how_many_were_printed() {
    let files = sample_site();
    let page = text_of(&files, "dongtai/2016/006.html");
    assert!(page.contains("（共印120份）") && page.contains("<time datetime=\"2016-11-17\">2016年11月17日</time>印发"));
    assert!(!text_of(&files, "dongtai/2016/005.html").contains("共印"), "nobody said how many");
}

#[test]
fn the_history_of_an_issue_is_told_in_the_order_of_days_with_the_way_to_each_item() {
    let office = sample::office();
    let mut issues = sample::issues();
    let late = sample::day("2017-01-09");
    issues[10].notices.insert(
        0,
        Notice { kind: NoticeKind::Corrected, item: Some(2), on: late, because: "乙".into(), words: vec![] },
    );
    let files = rendered(&office.archive(issues), &Templates::built_in());
    let page = text_of(&files, "dongtai/2016/006.html");
    let told = xml::read("006", page).text;
    let places =
        ["2016年12月1日 第1条更正", "第3条撤稿：数据有误", "2016年12月1日 本期更正", "2017年1月9日 第2条更正：乙"]
            .map(|words| told.find(words).unwrap_or_else(|| panic!("{words}: {told}")));
    assert!(places.is_sorted());
    assert!(page.contains("<a href=\"#i3\">第3条</a>"));
    assert!(!text_of(&files, "dongtai/2016/005.html").contains("刊发后的变动"));
}

#[test]
fn a_page_says_how_to_cite_it() {
    let files = sample_site();
    let cited = |path: &str, words: &str| assert!(text_of(&files, path).contains(words), "{path}: {words}");
    cited("dongtai/2016/006/03.html", "[Z]. 改革动态, 2016(6): 第3条, 2016-11-17");
    cited("dongtai/2016/006.html", "改革动态[Z]. 2016(6), 总第39期, 2016-11-17");
    cited("kuaibao/2016/001/01.html", "[Z]. 改革快报, 2016(1), 2016-02-04");
    cited("kuaibao/2016/002/01.html", "<span class=\"cite-text\">市民政局, 盘龙区, 金沙社区. ");
    cited("dongtai/2015/zengkan/02.html", "[Z]. 改革动态, 2015: 第2条, 2015-12-30");
}

#[test]
fn items_of_a_special_group_are_gathered_and_their_pages_lead_there() {
    let files = sample_site();
    let path = files.keys().find(|path| path.starts_with("groups/") && !path.ends_with("index.html"));
    let path = path.expect("the sample has a group");
    assert!(text_of(&files, path).contains("<h1><span class=\"office\">社会体制专项"));
    let item = text_of(&files, "kuaibao/2016/002/01.html");
    assert!(item.contains(&format!("../../../{path}\">社会体制专项小组</a>")));
    assert!(text_of(&files, path).contains("../kuaibao/2016/002/01.html"));
    assert!(text_of(&files, "index.html").contains(path.as_str()));
}

#[test]
fn an_item_leads_on_to_the_next_one_and_at_the_end_to_the_next_issue() {
    let files = sample_site();
    let turn = |path: &str| -> String {
        let page = text_of(&files, path);
        page[page.find("class=\"turn\"").expect("ways on")..].split("</nav>").next().unwrap_or_default().to_owned()
    };
    let first = turn("dongtai/2016/004/01.html");
    assert!(first.contains("上一期") && first.contains("dongtai/2016/003.html") && first.contains("下一条"), "{first}");
    let last = turn("dongtai/2016/004/05.html");
    assert!(last.contains("上一条") && last.contains("下一期") && last.contains("dongtai/2016/005.html"), "{last}");
}

#[test]
fn related_items_are_the_nearest_and_never_withdrawn_ones() {
    let office = sample::office();
    let mut issues = Vec::new();
    let item = |number: usize, title: &str, tags: &[&str], unit: &str| {
        let mut item = sample::item(number, title);
        item.tags = tags.iter().map(|&tag| tag.into()).collect();
        item.sources = vec![sample::source(unit, Some(unit))];
        item
    };
    let rows: [(&str, &[&str], &str); 6] = [
        ("此条", &["河长制", "水务"], "shilin"),
        ("两个主题", &["水务", "河长制"], "panlong"),
        ("一个主题同单位", &["水务"], "shilin"),
        ("一个主题", &["水务"], "panlong"),
        ("同单位", &["财政"], "shilin"),
        ("无关", &["财政"], "panlong"),
    ];
    for (at, (title, tags, unit)) in rows.iter().enumerate() {
        let mut issue = sample::issue(&format!("dongtai-2016-{}", at + 1), "2016-03-01");
        issue.items = vec![item(1, title, tags, unit), item(2, "撤了的", &["水务", "河长制"], "shilin")];
        issue.items[1].withdrawn = true;
        issues.push(issue);
    }
    let files = rendered(&office.archive(issues), &Templates::built_in());
    let page = text_of(&files, "dongtai/2016/001/01.html");
    let related = &page[page.find("id=\"related\"").expect("related items")..];
    let places = ["两个主题", "一个主题同单位", "一个主题", "同单位"]
        .map(|title| related.find(&format!(">{title}</a>")).unwrap_or_else(|| panic!("{title}: {related}")));
    assert!(places.is_sorted(), "{related}");
    assert!(!related.contains("撤了的") && !related.contains("无关") && !related.contains(">此条<"));
}

#[test]
fn a_correction_quotes_its_words_until_the_text_is_withdrawn() {
    let office = sample::office();
    let mut issues = sample::issues();
    let words = vec![
        Replaced { before: "甲旧".into(), after: "甲新".into() },
        Replaced { before: "多余".into(), after: String::new() },
        Replaced { before: String::new(), after: "补上".into() },
    ];
    let notice =
        |kind, words| Notice { kind, item: Some(1), on: sample::day("2016-12-05"), because: "误".into(), words };
    issues[0].notices.push(notice(NoticeKind::Corrected, words));
    let path = "kuaibao/2016/001/01.html";
    let told = |issues: Vec<_>| rendered(&office.archive(issues), &Templates::built_in());
    let page = xml::read(path, text_of(&told(issues.clone()), path)).text;
    assert!(page.contains("原为“甲旧”，现为“甲新”。删去“多余”。增加“补上”。"), "{page}");
    issues[0].notices.push(notice(NoticeKind::Withdrawn, Vec::new()));
    for (path, bytes) in told(issues) {
        let unpacked = if path.ends_with(".epub") { super::epub::all_text(&bytes) } else { bytes };
        assert!(!String::from_utf8_lossy(&unpacked).contains("甲旧"), "{path}");
    }
}

#[test]
fn what_was_withdrawn_is_listed_and_not_counted() {
    let office = sample::office();
    let mut issues: Vec<_> = sample::issues().into_iter().take(2).collect();
    for issue in &mut issues {
        issue.items[0].tags = vec!["水务".into()];
        issue.items[0].sources = vec![sample::source("石林县", Some("shilin"))];
    }
    issues[0].items[0].withdrawn = true;
    let title = issues[0].items[0].title.clone();
    let files = rendered(&office.archive(issues), &Templates::built_in());
    for path in [
        "units/shilin.html",
        files
            .keys()
            .find(|path| {
                path.starts_with("topics/")
                    && path.contains("topics/")
                    && !path.contains("index")
                    && path.ends_with(".html")
            })
            .map_or("", |path| path),
    ] {
        let page = text_of(&files, path);
        assert!(page.contains("共1条，另有1条已撤稿") && page.contains(&title), "{path}");
    }
    assert!(text_of(&files, "units/index.html").contains("石林县 <span class=\"count\">1条</span>"));
}

#[test]
fn a_long_list_shows_its_newest_part_and_folds_up_the_others() {
    let office = sample::office();
    let mut issues = Vec::new();
    for year in [2015, 2016] {
        for number in 1..=40 {
            let mut issue =
                sample::issue(&format!("dongtai-{year}-{number}"), &format!("{year}-{:02}-05", 1 + number / 10));
            issue.items.truncate(1);
            issue.items[0].sources = vec![sample::source("石林县", Some("shilin"))];
            issues.push(issue);
        }
    }
    let files = rendered(&office.archive(issues), &Templates::built_in());
    let open = |path: &str| {
        let page = text_of(&files, path);
        (page.matches("<details class=").count(), page.matches(" open=\"open\"").count())
    };
    assert_eq!(open("dongtai/index.html"), (2, 1));
    assert_eq!(open("units/shilin.html"), (2, 1));
    assert_eq!(open("years/2016.html"), (5, 1));
    let year = text_of(&files, "dongtai/2016/index.html");
    assert!(year.contains("href=\"#m5\"") && year.contains("<div id=\"m5\">"));
}

/// No title may be called like a folder that the site has for itself: those folders are listed.
#[test]
fn the_folders_of_the_site_are_known() {
    let folders: std::collections::BTreeSet<String> =
        sample_site().into_keys().filter_map(|path| Some(path.split_once('/')?.0.to_owned())).collect();
    let titles: Vec<String> = sample::office().settings.series.iter().map(|series| series.id.to_string()).collect();
    let own: Vec<&String> = folders.iter().filter(|folder| !titles.contains(folder)).collect();
    for folder in &own {
        assert!(crate::model::issue::SITE_FOLDERS.contains(&folder.as_str()), "{folder}");
    }
    for folder in crate::model::issue::SITE_FOLDERS {
        assert!(folders.contains(folder), "{folder} is no folder of the site any more");
    }
}
