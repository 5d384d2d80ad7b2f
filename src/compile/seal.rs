//! Seals: what a published issue is, by the digests of its files.
//!
//! In: folders and publications. Out: seal.toml (a copy, for people, of what the register says), and differences.
//! Refuses to know: how to mend them.

use std::collections::{BTreeMap, HashSet};

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use toml_edit::{DocumentMut, Item, Table, value};

use super::folder::{IssueFolder, SEAL_FILE, digests};
use crate::cache::{Cache, Stamp, quick_of};
use crate::disk;
use crate::error::{Error, Result};
use crate::model::IssueId;
use crate::register::{Publication, Register};

/// seal.toml of a publication.
pub fn seal_of(id: &IssueId, publication: &Publication) -> String {
    let mut document = DocumentMut::new();
    let table = document.as_table_mut();
    table.insert("issue", value(id.to_string()));
    table.insert("date", value(publication.date.to_string()));
    table.insert("published_at", value(publication.at.to_rfc3339()));
    table.insert("by", value(publication.by.as_str()));
    table.insert("seq", value(i64::try_from(publication.seq).unwrap_or(i64::MAX)));
    let mut files = Table::new();
    for (name, digest) in &publication.files {
        files.insert(name, value(digest.to_string()));
    }
    table.insert("files", Item::Table(files));
    let mut notices = toml_edit::ArrayOfTables::new();
    for notice in &publication.notices {
        let mut row = Table::new();
        row.insert("kind", value(notice.kind.label()));
        if let Some(item) = notice.item {
            row.insert("item", value(i64::try_from(item).unwrap_or(i64::MAX)));
        }
        row.insert("on", value(notice.on.to_string()));
        row.insert("because", value(notice.because.as_str()));
        notices.push(row);
    }
    table.insert("notice", Item::ArrayOfTables(notices));
    format!("# 封存：刊发时由程序写下，请勿修改。更正用 kuaibao correct，撤稿用 kuaibao withdraw。\n{document}")
}

/// Writes the seals that are missing or out of date: a run that was ended between the register and the seal left them.
/// A seal that was found right and has not been touched since is right; `seal` tells how that of a folder looks, if there is
/// one.
pub fn heal(
    folders: &[IssueFolder],
    seal: &(impl Fn(&IssueFolder) -> Option<Stamp> + Sync),
    register: &Register,
    cache: &Cache,
) -> Result<()> {
    let before: Right = cache.load(Right::TABLE);
    let published = folders.par_iter().filter_map(|folder| Some((folder, register.publications().get(&folder.id)?)));
    let looked: Vec<(&IssueFolder, &Publication, Standing)> =
        published.map(|(folder, is)| (folder, is, before.look(folder, seal(folder), is))).collect();
    for (folder, publication, _) in looked.iter().filter(|(.., standing)| *standing == Standing::Wrong) {
        write(folder, publication)?;
    }
    if looked.iter().any(|(.., standing)| matches!(standing, Standing::Right(..))) {
        Right::of(looked.into_iter().map(|(folder, _, standing)| (folder, standing))).keep(cache);
    }
    Ok(())
}

/// How a seal stands to the register.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// It was found right before.
    Known(Stamp, u64),
    /// It was read and is right.
    Right(Stamp, u64),
    /// It is missing, or says something else.
    Wrong,
}

/// The seals that were found right: by issue, how they looked, and a number for what the register said.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Right {
    seals: FxHashMap<u64, (Stamp, u64)>,
}

impl Right {
    const TABLE: &str = "seals";

    fn look(&self, folder: &IssueFolder, seal: Option<Stamp>, publication: &Publication) -> Standing {
        let Some(stamp) = seal else { return Standing::Wrong };
        // A moment is written with the clock that it was read from.
        let key = quick_of((publication, publication.at.offset().local_minus_utc()));
        if self.seals.get(&quick_of(&folder.id)) == Some(&(stamp, key)) {
            return Standing::Known(stamp, key);
        }
        let right = std::fs::read_to_string(folder.path.join(SEAL_FILE))
            .is_ok_and(|there| there == seal_of(&folder.id, publication));
        if right { Standing::Right(stamp, key) } else { Standing::Wrong }
    }

    fn of<'a>(looked: impl Iterator<Item = (&'a IssueFolder, Standing)>) -> Self {
        let seal = |(folder, standing): (&IssueFolder, Standing)| match standing {
            Standing::Known(stamp, key) | Standing::Right(stamp, key) => Some((quick_of(&folder.id), (stamp, key))),
            Standing::Wrong => None,
        };
        Right { seals: looked.filter_map(seal).collect() }
    }

    fn keep(mut self, cache: &Cache) {
        let cache = cache.renewed();
        self.seals.retain(|_, (stamp, _)| cache.is_still(stamp));
        cache.save(Right::TABLE, &self);
    }
}

/// Writes the seal, unless it stands there already.
pub fn write(folder: &IssueFolder, publication: &Publication) -> Result<()> {
    let path = folder.path.join(SEAL_FILE);
    let seal = seal_of(&folder.id, publication);
    let there = std::fs::read_to_string(&path).unwrap_or_default();
    if there == seal {
        return Ok(());
    }
    if seq_of(&there).is_some_and(|seq| seq > publication.seq) {
        return Err(Error::work(format!("{} 的封存比收文簿还新，收文簿可能被换成了旧的", folder.id))
            .at(&path)
            .help("请从备份恢复最新的 register 文件夹；在此之前什么都不会改动。"));
    }
    disk::write_whole(&path, seal.as_bytes()).map_err(|cause| Error::io("写下封存", &path, cause))
}

/// The register's line that a seal speaks of.
fn seq_of(seal: &str) -> Option<u64> {
    let document: DocumentMut = seal.parse().ok()?;
    document.get("seq")?.as_integer().and_then(|seq| u64::try_from(seq).ok())
}

/// Every published issue has its folder, and every sealed folder is of a published issue.
pub fn all_there(folders: &[IssueFolder], register: &Register) -> Result<()> {
    let there: HashSet<&IssueId> = folders.iter().map(|folder| &folder.id).collect();
    if let Some(lost) = register.publications().keys().find(|id| !there.contains(id)) {
        return Err(Error::work(format!("已刊发的 {lost} 不见了"))
            .help(format!("用 `kuaibao correct {lost} --restore` 从收文簿的副本恢复。")));
    }
    let stray = |folder: &&IssueFolder| !register.publications().contains_key(&folder.id) && folder.has_seal();
    if let Some(stray) = folders.iter().find(stray) {
        return Err(Error::work(format!("{} 有封存，收文簿里却没有刊发记录", stray.id))
            .at(stray.path.join(SEAL_FILE))
            .help("若是从别处复制来的旧刊，请删去 seal.toml 后用 publish 刊发；若收文簿被换过，请从备份恢复。"));
    }
    Ok(())
}

/// What is the matter with a file that does not belong to its issue.
const EXTRA: &str = "是多出来的";

/// How the files of an issue differ from its seal: names, each with what is the matter.
pub fn mismatches(files: &BTreeMap<String, Vec<u8>>, publication: &Publication) -> Vec<(String, &'static str)> {
    let now = digests(files);
    let mut differences = Vec::new();
    for (name, digest) in &publication.files {
        match now.get(name) {
            None => differences.push((name.clone(), "不见了")),
            Some(there) if there != digest => differences.push((name.clone(), "改动过")),
            Some(_) => {}
        }
    }
    let extra = now.keys().filter(|name| !publication.files.contains_key(*name));
    differences.extend(extra.map(|name| (name.clone(), EXTRA)));
    differences
}

/// An error that names the first file that is not what the seal says.
pub fn must_match(folder: &IssueFolder, files: &BTreeMap<String, Vec<u8>>, publication: &Publication) -> Result<()> {
    let Some((name, what)) = mismatches(files, publication).into_iter().next() else { return Ok(()) };
    let id = &folder.id;
    if what == EXTRA {
        return Err(Error::work(format!("已刊发的 {id} 里多出一个文件 {name}"))
            .at(folder.path.join(&name))
            .help("请把它移出这一期的文件夹后重试。"));
    }
    Err(Error::work(format!("已刊发的 {id} 与封存不符，{name} {what}")).at(folder.path.join(&name)).help(format!(
        "若是有意更正：kuaibao correct {id} --because \"原因\"；若是误改：kuaibao correct {id} --restore 恢复原样。"
    )))
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::time::Duration;

    use chrono::DateTime;

    use super::*;
    use crate::cache::FOLDER;
    use crate::compile::folders;
    use crate::model::Digest;
    use crate::register::{Change, Event, Writer};

    const SEAL: &str = "issues/dongtai/2016/001/seal.toml";

    fn record(root: &Path, events: Vec<Event>) -> Register {
        let now = DateTime::parse_from_rfc3339("2016-11-22T09:00:00+08:00").expect("a moment");
        let mut writer = Writer::open(root, "编辑", now).expect("a register");
        writer.record(events).expect("recorded");
        writer.register().clone()
    }

    fn published() -> Event {
        let issue = "dongtai-2016-1".parse().expect("an issue");
        let date = "2016-11-22".parse().expect("a day");
        let files = BTreeMap::from([("issue.toml".to_owned(), Digest::of(b"a"))]);
        Event::Published { issue, date, items: vec![], files }
    }

    /// Heals, and says what the seal is then and whether it is known to be right.
    fn healed(root: &Path, register: &Register) -> (String, bool) {
        // What was written at this very moment is not remembered.
        std::thread::sleep(Duration::from_millis(30));
        let cache = Cache::at(root, Digest::default());
        heal(&folders(root).expect("folders"), &IssueFolder::seal, register, &cache).expect("healed");
        let known = cache.load::<Right>(Right::TABLE).seals.len() == 1;
        (std::fs::read_to_string(root.join(SEAL)).expect("a seal"), known)
    }

    #[test]
    fn a_seal_is_looked_at_again_when_it_or_what_it_seals_has_changed() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path();
        std::fs::create_dir_all(root.join("issues/dongtai/2016/001")).expect("a folder");
        let register = record(root, vec![published()]);
        let (seal, known) = healed(root, &register);
        assert!(!known, "it was written just now");
        assert_eq!(healed(root, &register), (seal.clone(), true));
        assert_eq!(healed(root, &register), (seal.clone(), true));

        std::fs::write(root.join(SEAL), seal.replace("编辑", "别人")).expect("written");
        assert_eq!(healed(root, &register).0, seal);
        assert_eq!(healed(root, &register), (seal.clone(), true));
        std::fs::remove_file(root.join(SEAL)).expect("removed");
        assert_eq!(healed(root, &register).0, seal);
        assert_eq!(healed(root, &register), (seal.clone(), true));

        let files = BTreeMap::from([("01.md".to_owned(), Change { from: None, to: Some(Digest::of(b"b")) })]);
        let (issue, because) = ("dongtai-2016-1".parse().expect("an issue"), "补充".to_owned());
        let corrected = Event::Corrected { issue, items: vec![], files, because, quoted: false };
        let later = record(root, vec![corrected]);
        let (new, _) = healed(root, &later);
        assert!(new.contains("补充") && new != seal);
        // An older register stops everything, whatever was found right before.
        let cache = Cache::at(root, Digest::default());
        assert!(heal(&folders(root).expect("folders"), &IssueFolder::seal, &register, &cache).is_err());
        std::fs::remove_dir_all(root.join(FOLDER)).expect("removed");
        assert_eq!(healed(root, &later).0, new);
    }
}
