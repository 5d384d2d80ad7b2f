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
    // Robots look for this one by its name.
    let orphans: Vec<_> = files.keys().filter(|path| !found(path) && *path != "robots.txt").collect();
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
    issues[0].notices.push(Notice { kind: NoticeKind::Withdrawn, item: Some(1), on, because: "误发".into() });
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
    assert!(page.contains("送审稿") && page.contains("<style>:root") || page.contains("<style>/*"));
    for link in read.links {
        assert!(
            link.starts_with('#') || link.starts_with("data:image/") || link.starts_with("https://www.km"),
            "{link}"
        );
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
