//! Long lists are cut, and volumes are listed beside the issues.

use super::*;
use crate::render::Templates;
use crate::render::tests::sample;

fn volume(year: i32) -> Book {
    let date = NaiveDate::from_ymd_opt(year, 12, 31).expect("a day");
    Book {
        path: format!("dongtai/{year}.epub"),
        identifier: format!("urn:uuid:{year}"),
        title: format!("《改革动态》{year}年合订本"),
        date,
        changed: date,
        summary: String::new(),
        page: None,
        series: None,
        position: None,
    }
}

fn paths(listing: &Listing) -> Vec<String> {
    match &listing.shown {
        Shown::Books(books) => books.iter().map(|book| book.path.clone()).collect(),
        Shown::Ways(ways) => ways.iter().map(|way| way.stem.clone()).collect(),
    }
}

fn ways(listing: &Listing) -> Vec<(String, NaiveDate)> {
    let Shown::Ways(ways) = &listing.shown else { panic!("a list of books") };
    ways.iter().map(|way| (way.stem.clone(), way.changed)).collect()
}

#[test]
fn a_year_with_many_issues_is_several_pages_that_name_each_other() {
    let office = sample::office();
    let archive =
        office.archive((1..=205).map(|at| sample::issue(&format!("dongtai-2016-{at}"), "2016-06-01")).collect());
    let templates = Templates::built_in();
    let site = Site::of(&archive, &templates);
    let pages: Vec<Listing> = (0..3).map(|page| listing(&site, &[], List::Year(1, 2016, page))).collect();
    assert_eq!(pages.iter().map(|page| paths(page).len()).collect::<Vec<_>>(), [100, 100, 5]);
    assert_eq!(
        (paths(&pages[0])[0].as_str(), paths(&pages[2])[4].as_str()),
        ("dongtai/2016/205.epub", "dongtai/2016/001.epub")
    );
    assert_eq!(pages[1].stem, "opds/dongtai/2016-2");
    assert_eq!(pages[1].previous.as_deref(), Some("opds/dongtai/2016"));
    assert_eq!(pages[1].next.as_deref(), Some("opds/dongtai/2016-3"));
    assert_eq!((&pages[0].previous, &pages[2].next), (&None, &None));
    let stems: Vec<String> = lists(&site, &[]).into_iter().map(|list| stem(&site, list)).collect();
    assert!(stems.contains(&"opds/dongtai/2016-3".to_owned()) && !stems.contains(&"opds/dongtai/2016-4".to_owned()));
}

#[test]
fn volumes_are_a_list_of_their_own_even_where_there_is_no_issue() {
    let office = sample::office();
    let templates = Templates::built_in();
    let volumes = [volume(2016), volume(2015)];
    for issues in [sample::issues(), vec![]] {
        let some = !issues.is_empty();
        let archive = office.archive(issues);
        let site = Site::of(&archive, &templates);
        let ways = ways(&listing(&site, &volumes, List::Entrance));
        assert!(ways.is_sorted_by(|a, b| a.1 >= b.1), "{ways:?}");
        let leads_to = |stem: &str| ways.iter().any(|(way, _)| way == stem);
        assert_eq!((leads_to("opds/volumes"), leads_to("opds/newest")), (true, some));
        assert_eq!(paths(&listing(&site, &volumes, List::Volumes(0))), ["dongtai/2016.epub", "dongtai/2015.epub"]);
        assert!(lists(&site, &volumes).iter().any(|list| matches!(list, List::Volumes(0))));
    }
}
