//! INPUT arguments → files, in order. A folder is walked as it is asked for; only the open branch is in memory.

use super::error::{InputError, Problem, io_problem, shown};
use super::packed::unpacked_name;
use rustc_hash::FxHashSet;
use std::fs;
use std::path::{Path, PathBuf};

/// How an input is read, as its file's ending says or whoever names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    Text,
    JsonLines,
    Json,
    Csv,
    Html,
    /// Read only where polars is there.
    Parquet,
    /// A stream of Arrow record batches; read only where polars is there.
    Arrow,
    /// No ending, or one that says nothing: the first bytes tell.
    #[default]
    Unknown,
    /// A format that is not read.
    Other,
}

const OTHERS: &[&str] = &[
    "mhtml", "xml", "parquet", "pq", "arrow", "ipc", "feather", "bz2", "xz", "zip", "tar", "tgz", "pdf", "doc", "docx", "rtf",
    "odt", "xls", "xlsx", "ppt", "pptx", "png", "jpg", "jpeg", "gif", "svg", "webp", "mp3", "mp4",
];

impl Format {
    pub(crate) fn of(path: &Path) -> Self {
        let (inner, packing) = unpacked_name(path);
        match ending(&inner).as_str() {
            // Read from both ends, so not while it is unpacked; it is packed inside.
            "parquet" | "pq" if packing.is_none() && cfg!(feature = "cli") => Format::Parquet,
            "txt" | "text" => Format::Text,
            "jsonl" | "ndjson" => Format::JsonLines,
            "json" => Format::Json,
            "csv" | "tsv" => Format::Csv,
            "html" | "htm" | "xhtml" => Format::Html,
            other if OTHERS.contains(&other) => Format::Other,
            _ => Format::Unknown,
        }
    }
}

/// The lower-case ending of a file name, without its dot; for packed files both endings.
pub(crate) fn ending(path: &Path) -> String {
    let last = |path: &Path| path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
    match unpacked_name(path) {
        (inner, Some(packing)) if inner.extension().is_some() => format!("{}.{packing}", last(&inner)),
        _ => last(path),
    }
}

/// The files under one argument.
pub(crate) struct Walk {
    root: PathBuf,
    /// Entries still to be visited, the next one last.
    stack: Vec<Entry>,
    /// Real paths of the folders visited: a link that leads back to one is not followed.
    visited: FxHashSet<PathBuf>,
    found: usize,
    in_folder: bool,
    skipped: usize,
    skipped_endings: Vec<String>,
    ended: bool,
}

struct Entry {
    path: PathBuf,
    folder: bool,
}

impl Walk {
    pub(crate) fn new(root: &Path) -> Self {
        let (root, folder) = (root.to_path_buf(), root.is_dir());
        Self {
            stack: vec![Entry { path: root.clone(), folder }],
            root,
            visited: FxHashSet::default(),
            found: 0,
            in_folder: folder,
            skipped: 0,
            skipped_endings: Vec::new(),
            ended: false,
        }
    }

    fn open_folder(&mut self, path: &Path) -> Result<(), InputError> {
        let name = shown(path);
        let real = fs::canonicalize(path).map_err(|e| InputError::io(&name, &e))?;
        if !self.visited.insert(real) {
            return Err(InputError::new(&name, Problem::Repeated));
        }
        let mut entries = Vec::new();
        let mut failed = None;
        for entry in fs::read_dir(path).map_err(|e| InputError::io(&name, &e))? {
            match entry {
                Ok(entry) if entry.file_name().as_encoded_bytes().starts_with(b".") => {}
                Ok(entry) => {
                    let path = entry.path();
                    let folder = path.is_dir();
                    entries.push(Entry { path, folder });
                }
                Err(error) => failed = Some(InputError::io(&name, &error)),
            }
        }
        // The order of whole paths as bytes: a folder's name counts with the slash that follows it.
        let key = |entry: &Entry| {
            let mut bytes = entry.path.file_name().unwrap_or_default().as_encoded_bytes().to_vec();
            bytes.extend(entry.folder.then_some(b'/'));
            bytes
        };
        entries.sort_by_cached_key(|entry| std::cmp::Reverse(key(entry)));
        self.stack.extend(entries);
        failed.map_or(Ok(()), Err)
    }

    fn skip(&mut self, path: &Path) {
        const SHOWN: usize = 6;
        self.skipped += 1;
        let ending = format!(".{}", ending(path));
        if self.skipped_endings.len() < SHOWN && !self.skipped_endings.contains(&ending) {
            self.skipped_endings.push(ending);
        }
    }

    /// What is to be said of a folder when all of it was seen.
    fn end(&mut self) -> Option<InputError> {
        if !self.in_folder || self.ended {
            return None;
        }
        let name = shown(&self.root);
        if self.skipped > 0 {
            let (count, mut endings) = (std::mem::take(&mut self.skipped), std::mem::take(&mut self.skipped_endings));
            endings.sort();
            return Some(InputError::new(&name, Problem::SkippedFiles { count, endings: endings.join(", ") }));
        }
        self.ended = true;
        (self.found == 0).then(|| InputError::new(&name, Problem::EmptyFolder))
    }
}

impl Iterator for Walk {
    type Item = Result<(PathBuf, Format), InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        while let Some(Entry { path, folder }) = self.stack.pop() {
            if folder {
                match self.open_folder(&path) {
                    Ok(()) => continue,
                    Err(error) => {
                        // What could not be looked into is not said to be empty.
                        self.found += usize::from(!error.is_notice());
                        return Some(Err(error));
                    }
                }
            }
            let format = Format::of(&path);
            if !self.in_folder {
                return Some(match format {
                    Format::Other if path.exists() => {
                        Err(InputError::new(&shown(&path), Problem::Unsupported { ending: ending(&path) }))
                    }
                    _ => Ok((path, format)),
                });
            }
            match fs::metadata(&path) {
                // A file that names no format stands in a folder as an article only where it has no ending at all.
                Ok(meta) if meta.is_file() => match format {
                    Format::Other => self.skip(&path),
                    Format::Unknown if unpacked_name(&path).0.extension().is_some() => self.skip(&path),
                    _ => {
                        self.found += 1;
                        return Some(Ok((path, format)));
                    }
                },
                Ok(_) => self.skip(&path),
                Err(error) => {
                    self.found += 1;
                    return Some(Err(InputError::new(&shown(&path), io_problem(&error))));
                }
            }
        }
        self.end().map(Err)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::{create_dir_all, write};

    fn names(root: &Path) -> Vec<String> {
        Walk::new(root)
            .map(|item| match item {
                Ok((path, _)) => path.strip_prefix(root).unwrap().to_string_lossy().into_owned(),
                Err(error) => format!("!{}", error.label_key()),
            })
            .collect()
    }

    #[test]
    fn files_come_in_the_order_of_their_path_bytes() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        create_dir_all(root.join("a/z")).unwrap();
        for name in ["a/x.txt", "a.txt", "a-b.txt", "a/z/y.jsonl", "B.txt", ".hidden.txt", "đ.txt"] {
            write(root.join(name), "x").unwrap();
        }
        assert_eq!(names(root), ["B.txt", "a-b.txt", "a.txt", "a/x.txt", "a/z/y.jsonl", "đ.txt"]);
    }

    #[test]
    fn files_of_other_formats_are_counted_not_read() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["bài", "b.docx", "c.docx", "d.tar.gz", "đ.pdf"] {
            write(folder.path().join(name), "x").unwrap();
        }
        let items: Vec<_> = Walk::new(folder.path()).collect();
        assert_eq!(items.len(), 2);
        assert_eq!(
            items[1].as_ref().unwrap_err().problem,
            Problem::SkippedFiles { count: 4, endings: ".docx, .pdf, .tar.gz".to_string() }
        );
    }

    #[test]
    fn a_folder_without_articles_is_said() {
        let folder = tempfile::tempdir().unwrap();
        create_dir_all(folder.path().join("trống")).unwrap();
        assert_eq!(names(folder.path()), ["!input.empty_folder"]);
    }

    #[test]
    #[cfg(unix)]
    fn a_loop_of_links_ends() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        create_dir_all(root.join("tin")).unwrap();
        write(root.join("tin/1.txt"), "x").unwrap();
        std::os::unix::fs::symlink(root, root.join("tin/về gốc")).unwrap();
        assert_eq!(names(root), ["tin/1.txt", "!input.note.repeated"]);
    }

    #[test]
    #[cfg(unix)]
    fn a_link_that_leads_nowhere_is_said_by_name() {
        let folder = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink("không-có", folder.path().join("1.txt")).unwrap();
        assert_eq!(names(folder.path()), ["!input.missing"]);
    }

    #[test]
    fn a_named_file_of_another_format_is_refused_by_its_ending() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("Bảng.XLSX");
        write(&path, "x").unwrap();
        let error = Walk::new(&path).next().unwrap().unwrap_err();
        assert_eq!(error.problem, Problem::Unsupported { ending: "xlsx".to_string() });
    }
}
