//! What a part refers to: other parts of the container, and addresses outside of it.
//!
//! In: the `.rels` part beside a part (ISO/IEC 29500-2, 6.5). Out: targets by id. Refuses to know: what lies there.
//! Targets outside are names and nothing more: nothing is ever fetched.

use std::collections::BTreeMap;

use super::package::Package;
use super::xml;
use crate::diagnostic::Message;
use crate::diagnostic::catalog::word;

/// Bytes that such a part may have.
const LIMIT: u64 = 4 << 20;

/// Where a relation leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Target {
    /// A part of the container, by its name.
    Part(String),
    /// An address outside.
    Outside(String),
}

/// The relations of one part.
#[derive(Debug, Default)]
pub(super) struct Relations {
    by_id: BTreeMap<String, (String, Target)>,
}

impl Relations {
    /// The relations of `part`; the empty name is the container itself.
    pub fn of(part: &str, package: &mut Package<'_>) -> Result<Self, Message> {
        let (folder, leaf) = part.rsplit_once('/').unwrap_or(("", part));
        let slash = if folder.is_empty() { "" } else { "/" };
        let Some(bytes) = package.read(&format!("{folder}{slash}_rels/{leaf}.rels"), LIMIT)? else {
            return Ok(Relations::default());
        };
        let root = xml::parse(&bytes).map_err(word::broken)?;
        let one = |element: &xml::Element| {
            let target = element.attribute("Target")?;
            let kind = element.attribute("Type")?.rsplit('/').next()?.to_owned();
            let outside = element.attribute("TargetMode") == Some("External");
            let target =
                if outside { Target::Outside(target.to_owned()) } else { Target::Part(joined(folder, target)) };
            Some((element.attribute("Id")?.to_owned(), (kind, target)))
        };
        Ok(Relations { by_id: root.all("rel:Relationship").filter_map(one).collect() })
    }

    /// Where the relation with that id leads.
    pub fn get(&self, id: &str) -> Option<&Target> {
        self.by_id.get(id).map(|(_, target)| target)
    }

    /// The part to which the first relation of a kind leads.
    pub fn part(&self, kind: &str) -> Option<&str> {
        self.by_id.values().find_map(|(known, target)| match target {
            Target::Part(name) if known == kind => Some(name.as_str()),
            _ => None,
        })
    }
}

/// A target as a name within the container.
fn joined(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let whole = if target.starts_with('/') { target } else { format!("{folder}/{target}") };
    let mut parts: Vec<&str> = Vec::new();
    for part in whole.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn targets_are_names_within_the_container() {
        assert_eq!(joined("word", "media/a.png"), "word/media/a.png");
        assert_eq!(joined("word", "../word/./media/a.png"), "word/media/a.png");
        assert_eq!(joined("word", "/media/a.png"), "media/a.png");
        assert_eq!(joined("word", "../../../etc/passwd"), "etc/passwd");
    }
}
