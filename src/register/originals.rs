//! Byte-exact copies of everything received and of every published file, named by their digests.
//!
//! In: bytes. Out: the same bytes. Copies are written once, through a rename, and never changed; one that turns out to be of
//! half a file, before the register knows it, is taken back.
//! Refuses to know: what the bytes are.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::error::{Error, Result};
use crate::model::Digest;

/// `register/originals/<first two digits>/<digest>`.
#[derive(Debug, Clone)]
pub struct Originals {
    folder: PathBuf,
    /// Copies that were written through this value: nobody else can know of them yet.
    fresh: Arc<Mutex<BTreeSet<Digest>>>,
}

impl Originals {
    /// The copies of the office folder `root`.
    pub fn of(root: &Path) -> Self {
        Originals { folder: root.join("register/originals"), fresh: Arc::default() }
    }

    /// Where the copy with that digest lies.
    pub fn path(&self, digest: Digest) -> PathBuf {
        let name = digest.to_string();
        self.folder.join(&name[..2]).join(name)
    }

    /// Keeps a copy; does nothing when there is one already.
    pub fn keep(&self, bytes: &[u8]) -> Result<Digest> {
        let digest = Digest::of(bytes);
        let path = self.path(digest);
        if path.exists() {
            return Ok(digest);
        }
        let fail = |cause| Error::io("保存原文", &path, cause);
        let folder = path.parent().unwrap_or(&self.folder);
        std::fs::create_dir_all(folder).map_err(fail)?;
        let mut file = crate::disk::temporary_in(folder).map_err(fail)?;
        file.write_all(bytes).and_then(|()| file.as_file().sync_all()).map_err(fail)?;
        file.persist(&path).map_err(|fault| fail(fault.error))?;
        self.fresh().insert(digest);
        Ok(digest)
    }

    /// Takes back the copies that were written through this value and are not among those `wanted`.
    pub fn take_back(&self, wanted: &BTreeSet<Digest>) -> Result<()> {
        let unwanted: Vec<Digest> = self.fresh().difference(wanted).copied().collect();
        unwanted.into_iter().try_for_each(|digest| {
            let path = self.path(digest);
            std::fs::remove_file(&path).map_err(|cause| Error::io("收回未拷完的副本", &path, cause))?;
            self.fresh().remove(&digest);
            Ok(())
        })
    }

    fn fresh(&self) -> MutexGuard<'_, BTreeSet<Digest>> {
        // A set is whole whatever a thread that broke down was doing with it.
        self.fresh.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The digests of all copies there are, in order.
    pub fn all(&self) -> Vec<Digest> {
        let files = walkdir::WalkDir::new(&self.folder).sort_by_file_name().into_iter().filter_map(Result::ok);
        files.filter_map(|entry| entry.file_name().to_str()?.parse().ok()).collect()
    }

    /// The bytes with that digest; an error when they are gone or no longer what they were.
    pub fn get(&self, digest: Digest) -> Result<Vec<u8>> {
        let path = self.path(digest);
        let bytes = std::fs::read(&path).map_err(|cause| Error::io("读取原文", &path, cause))?;
        if Digest::of(&bytes) != digest {
            return Err(Error::work("保存的原文被改动过，与收文簿对不上")
                .at(path)
                .help("请从备份恢复这个文件；`kuaibao verify` 可以列出所有对不上的文件。"));
        }
        Ok(bytes)
    }
}
