//! Holds everything against the register: originals, seals, the site. Writes nothing.
//!
//! In: an office and its replayed register. Out: differences, as sentences with paths.
//! (The chain itself is checked whenever the register is read.)
//! Refuses to know: how to mend.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::compile;
use crate::error::Result;
use crate::model::Digest;
use crate::office::Office;
use crate::progress::Progress;
use crate::register::{Originals, Register};

/// What is not as the register says, by what it is about.
pub fn differences(
    office: &Office,
    register: &Register,
    originals: &Originals,
    work: &Progress,
) -> Result<Vec<String>> {
    work.begins("核对原文");
    let mut found = damaged_originals(register, originals, work);
    work.begins("核对期刊");
    found.extend(issues(office, register, work)?);
    Ok(found)
}

fn damaged_originals(register: &Register, originals: &Originals, work: &Progress) -> Vec<String> {
    let mut wanted: BTreeSet<(Digest, String)> = BTreeSet::new();
    for entry in register.entries() {
        for revision in &entry.revisions {
            let what = format!("收文 {} 的原文", entry.receipt);
            wanted.insert((revision.digest, what.clone()));
            wanted.extend(revision.assets.iter().map(|asset| (asset.digest, what.clone())));
        }
    }
    for (id, publication) in register.publications() {
        wanted.extend(publication.files.iter().map(|(name, digest)| (*digest, format!("{id} 的 {name}"))));
        wanted.extend(publication.replaced.iter().map(|digest| (*digest, format!("{id} 更正前的文件"))));
    }
    let known: BTreeSet<Digest> = wanted.iter().map(|(digest, _)| *digest).collect();
    let wanted: Vec<(Digest, String)> = wanted.into_iter().collect();
    work.pieces(wanted.len(), "份");
    let check = |(digest, what): &(Digest, String)| {
        let got = originals.get(*digest);
        work.one();
        got.err().map(|_| format!("{what}：留存的副本缺失或被改动（register/originals/{}/{digest}）", digest.short(2)))
    };
    let mut found: Vec<String> = wanted.par_iter().filter_map(check).collect();
    let strange = originals.all().into_iter().filter(|digest| !known.contains(digest)).count();
    if strange > 0 {
        found.push(format!(
            "register/originals 里有 {strange} 份收文簿不知道的副本：收文簿可能被换成了旧的，或者登记时中断过"
        ));
    }
    found
}

fn issues(office: &Office, register: &Register, work: &Progress) -> Result<Vec<String>> {
    let folders = compile::folders(&office.root)?;
    work.pieces(register.publications().len(), "期");
    let mut found = Vec::new();
    for (id, publication) in register.publications() {
        work.one();
        let Some(folder) = folders.binary_search_by(|folder| folder.id.cmp(id)).ok().map(|index| &folders[index])
        else {
            found.push(format!("{id}：文件夹不见了"));
            continue;
        };
        for (name, what) in compile::mismatches(&folder.files()?, publication) {
            found.push(format!("{id}：{name} {what}"));
        }
        let seal = std::fs::read_to_string(folder.path.join("seal.toml")).unwrap_or_default();
        if seal != compile::seal_of(id, publication) {
            found.push(format!("{id}：seal.toml 与收文簿不一致"));
        }
    }
    let sealed = folders.iter().filter(|folder| folder.has_seal() && !register.publications().contains_key(&folder.id));
    found.extend(sealed.map(|folder| format!("{}：有封存，收文簿里却没有刊发记录", folder.id)));
    Ok(found)
}
