//! The site: which files there are, where links lead, what is said of numbers, sources and notices.

use std::collections::BTreeMap;

use super::{rendered, sample, text_of, xml};
use crate::model::{Notice, NoticeKind};
use crate::render::{Templates, draft, site};

fn sample_site() -> BTreeMap<String, Vec<u8>> {
    let office = sample::office();
    rendered(&office.archive(sample::issues()), &Templates::built_in())
}

/// A link's target and fragment, as seen from the page at `from`.
pub fn resolved(from: &str, link: &str) -> (String, Option<String>) {
    let (path, fragment) = link.split_once('#').map_or((link, None), |(path, id)| (path, Some(id.to_owned())));
    if path.is_empty() {
        return (from.to_owned(), fragment);
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            ".." => drop(parts.pop().unwrap_or_else(|| panic!("{from}: {link} leaves the site"))),
            part => parts.push(part),
        }
    }
    (parts.join("/"), fragment)
}

#[test]
fn every_link_leads_to_a_file_of_the_site_and_to_a_place_on_it() {
    let files = sample_site();
    let pages: BTreeMap<&String, xml::Read> = files
        .keys()
        .filter(|path| path.ends_with(".html"))
        .map(|path| (path, xml::read(path, text_of(&files, path))))
        .collect();
    for (path, page) in &pages {
        for link in page.links.iter().filter(|link| !link.starts_with("https://www.km.gov.cn/")) {
            let (target, fragment) = resolved(path, link);
            assert!(files.contains_key(&target), "{path}: {link}");
            if let Some(id) = fragment {
                assert!(pages[&target].ids.contains(&id), "{path}: {link}");
            }
        }
        let mut ids = page.ids.clone();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), page.ids.len(), "{path}: an id stands twice");
    }
}

#[test]
fn no_page_is_without_a_way_to_it() {
    let files = sample_site();
    // The catalogue's lists are found from its entrance, those in JSON beside those in XML.
    let is_page = |path: &str| path.ends_with(".html") || (path.starts_with("opds/") && path.ends_with(".xml"));
    let pages = || files.keys().filter(|path| is_page(path));
    let linked: std::collections::BTreeSet<String> = pages()
        .flat_map(|path| xml::read(path, text_of(&files, path)).links.into_iter().map(|link| resolved(path, &link).0))
        .collect();
    let found = |path: &String| linked.contains(path) || linked.contains(&path.replace(".json", ".xml"));
    // Robots look for theirs by its name; the search page's script computes the names of the index's pieces.
    let by_name = |path: &str| path == "robots.txt" || path.starts_with("search/");
    let orphans: Vec<_> = files.keys().filter(|path| !found(path) && !by_name(path)).collect();
    assert!(orphans.is_empty(), "{orphans:?}");
}

#[test]
fn paths_are_sorted_ascii_and_as_promised() {
    let office = sample::office();
    let archive = office.archive(sample::issues());
    let templates = Templates::built_in();
    let paths: Vec<String> = site(&archive, &templates).into_iter().map(|page| page.path).collect();
    assert!(paths.is_sorted() && paths.iter().all(|path| path.is_ascii()));
    for path in [
        "assets/style.css",
        "dongtai/2015/index.html",
        "dongtai/2015/zengkan.html",
        "dongtai/2016/006.epub",
        "dongtai/2016/006.html",
        "dongtai/2016/006/01.html",
        "dongtai/2016/index.html",
        "dongtai/index.html",
        "groups/index.html",
        "index.html",
        "topics/index.html",
        "units/index.html",
        "units/minzheng.html",
        "years/2016.html",
        "years/index.html",
        "diaoyan/index.html",
    ] {
        assert!(paths.iter().any(|known| known == path), "{path}");
    }
}

#[test]
fn headings_never_skip_a_level() {
    let files = sample_site();
    for path in files.keys().filter(|path| path.ends_with(".html")) {
        let elements = xml::read(path, text_of(&files, path)).elements;
        let levels = elements.iter().filter_map(|name| name.strip_prefix('h')?.parse::<u8>().ok());
        let mut before = 0;
        for level in levels {
            assert!(level <= before + 1, "{path}: h{level} after h{before}");
            before = level;
        }
        assert_eq!(elements.iter().filter(|name| *name == "h1").count(), 1, "{path}");
    }
}

#[test]
fn the_same_archive_gives_the_same_bytes_in_any_order() {
    let office = sample::office();
    let mut issues = sample::issues();
    let templates = Templates::built_in();
    let first = rendered(&office.archive(issues.clone()), &templates);
    issues.reverse();
    let archive = office.archive(issues);
    let mut backwards = BTreeMap::new();
    for page in site(&archive, &Templates::built_in()).into_iter().rev() {
        assert_eq!(page.bytes().expect("it was made before"), page.bytes().expect("and once more"));
        backwards.insert(page.path.clone(), page.bytes().expect("it was made before"));
    }
    assert_eq!(first.keys().collect::<Vec<_>>(), backwards.keys().collect::<Vec<_>>());
    assert!(first == backwards, "a page depends on the order of issues or of making");
}

#[test]
fn an_empty_archive_is_a_whole_site() {
    let office = sample::office();
    let files = rendered(&office.archive(vec![]), &Templates::built_in());
    assert!(text_of(&files, "kuaibao/index.html").contains("尚未刊发"));
    assert!(files.contains_key("years/index.html"));
}

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
    issues[0].items[0].body = sample::document(vec![sample::paragraph(sample::WITHDRAWN)]);
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
    cited("dongtai/2016/006/03.html", "《改革动态》2016年第6期（总第39期），第3条，2016年11月17日");
    cited("dongtai/2016/006.html", "<span class=\"cite-text\">《改革动态》2016年第6期（总第39期），2016年11月17日<");
    cited("kuaibao/2016/001/01.html", "《改革快报》2016年第1期（总第21期），2016年2月4日");
    cited("dongtai/2015/zengkan/02.html", "《改革动态》（2015年12月30日），第2条<");
}

#[test]
fn items_of_a_special_group_are_gathered_and_their_pages_lead_there() {
    let files = sample_site();
    let path = files.keys().find(|path| path.starts_with("groups/") && !path.ends_with("index.html"));
    let path = path.expect("the sample has a group");
    assert!(text_of(&files, path).contains("<h1>社会体制专项小组</h1>"));
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
fn what_a_page_may_load_is_told_by_a_word_that_its_text_cannot_hold() {
    let files = sample_site();
    let mut words = std::collections::BTreeSet::new();
    for path in files.keys().filter(|path| path.ends_with(".html")) {
        let page = text_of(&files, path);
        let word = page.split("script-src 'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).expect("a policy");
        let carried = page.matches(&format!(" nonce=\"{word}\"")).count();
        let own = page.matches("<script").count() + page.matches("rel=\"stylesheet\"").count();
        assert_eq!(
            (word.len(), carried, page.matches(word).count()),
            (32, own, own + 2),
            "{path}: policy twice, and each"
        );
        assert!(words.insert(word.to_owned()), "{path}: the word of another page");
        let pictured = page.contains("<img ");
        assert_eq!(page.contains("default-src 'none'; img-src 'self' file:"), !pictured, "{path}");
    }
}

#[test]
fn an_offices_template_replaces_a_built_in_one_or_a_block_of_it() {
    let office = sample::office();
    let own = [
        ("issue.html", "{% extends \"builtin/issue.html\" %}{% block foot %}<p>本办自制页脚</p>{% endblock foot %}"),
        ("unit.html", "{{ unit.name }}"),
        ("static/CNAME", "gaige.km.gov.cn"),
        ("static/assets/style.css", "body{color:#000}"),
        ("epub/style.css", "p{color:#000}"),
    ];
    let own: Vec<_> = own.into_iter().map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec())).collect();
    let templates = Templates::new(&own).expect("sound templates");
    let files = rendered(&office.archive(sample::issues()), &templates);
    assert!(text_of(&files, "dongtai/2016/006.html").contains("本办自制页脚"));
    assert_eq!(text_of(&files, "units/shilin.html"), "石林县");
    assert_eq!(text_of(&files, "CNAME"), "gaige.km.gov.cn");
    assert_eq!(text_of(&files, "assets/style.css"), "body{color:#000}");
    assert!(super::epub::all_text(&files["dongtai/2016/006.epub"]).windows(13).any(|w| w == b"p{color:#000}"));
}

#[test]
fn a_template_that_breaks_while_rendering_is_told_with_its_place() {
    let office = sample::office();
    let archive = office.archive(sample::issues());
    let own = vec![("unit.html".to_owned(), "<p>改革\n{{ unit.nmae }}</p>".into())];
    let templates = Templates::new(&own).expect("it is well written");
    let pages = site(&archive, &templates);
    let page = pages.iter().find(|page| page.path == "units/shilin.html").expect("the page of a unit");
    let told = page.bytes().expect_err("there is no such field").to_string();
    assert!(told.contains("templates/unit.html:2:9") && told.contains("没有名为“nmae”的字段"), "{told}");
}

#[test]
fn a_static_file_cannot_take_the_place_of_a_page() {
    let office = sample::office();
    let archive = office.archive(vec![]);
    let templates = Templates::new(&[("static/Index.html".to_owned(), vec![])]).expect("a sound name");
    let pages = site(&archive, &templates);
    let page = pages.iter().find(|page| page.path == "Index.html").expect("it is listed");
    assert!(page.bytes().expect_err("a clash").to_string().contains("templates/static/Index.html"));
}

/// To look at the sample with a browser and with validators: KUAIBAO_RENDER_TO=folder cargo test render_sample.
#[test]
fn render_sample_where_asked() {
    let Some(folder) = std::env::var_os("KUAIBAO_RENDER_TO").map(std::path::PathBuf::from) else { return };
    let files = sample_site();
    let issue = sample::issues().remove(10);
    let draft = draft(&sample::office().settings, &issue, &Templates::built_in()).expect("a draft");
    for (path, bytes) in
        files.iter().map(|(path, bytes)| (format!("site/{path}"), bytes)).chain([("draft.html".to_owned(), &draft)])
    {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a folder");
        std::fs::write(path, bytes).expect("a file");
    }
}
