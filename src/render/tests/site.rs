//! The site as a whole: which files there are, where links lead, what a page may load, what an office may replace.

use std::collections::BTreeMap;

use super::{rendered, sample, text_of, xml};
use crate::render::{Edition, Templates, draft, site};

pub fn sample_site() -> BTreeMap<String, Vec<u8>> {
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
    let paths: Vec<String> = site(&archive, &templates).pages.into_iter().map(|page| page.path).collect();
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
    let templates = Templates::built_in();
    let Edition { pages, sets, .. } = site(&archive, &templates);
    let mut backwards = BTreeMap::new();
    for page in pages.into_iter().rev() {
        assert_eq!(page.bytes().expect("it was made before"), page.bytes().expect("and once more"));
        backwards.insert(page.path.clone(), page.bytes().expect("it was made before"));
    }
    sets.into_iter().for_each(|set| backwards.extend(set.files().expect("files")));
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
    let pages = site(&archive, &templates).pages;
    let page = pages.iter().find(|page| page.path == "units/shilin.html").expect("the page of a unit");
    let told = page.bytes().expect_err("there is no such field").to_string();
    assert!(told.contains("templates/unit.html:2:9") && told.contains("没有名为“nmae”的字段"), "{told}");
}

#[test]
fn a_static_file_cannot_take_the_place_of_a_page() {
    let office = sample::office();
    let archive = office.archive(vec![]);
    let templates = Templates::new(&[("static/Index.html".to_owned(), vec![])]).expect("a sound name");
    let pages = site(&archive, &templates).pages;
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
