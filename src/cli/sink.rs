//! Where output goes: standard output, or a file that comes whole or not at all.

use super::pager::Pager;
use crate::frame::Told;
use anyhow::Result;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{BufWriter, ErrorKind, Stdout, Write};
use std::path::{Path, PathBuf};

/// An output under way. Without [`Sink::finish`] a file is as it was.
pub struct Sink {
    out: Option<Out>,
}

enum Out {
    Stdout(BufWriter<Stdout>),
    /// Kept until it is known how long it is.
    Paged(Vec<u8>, Pager),
    /// A device or a pipe: written as it is.
    Direct(BufWriter<File>, PathBuf),
    /// A new file beside the one it will be.
    Beside {
        file: BufWriter<File>,
        new: PathBuf,
        path: PathBuf,
    },
}

impl Sink {
    pub fn stdout() -> Self {
        Self { out: Some(Out::Stdout(BufWriter::with_capacity(1 << 16, std::io::stdout()))) }
    }

    /// Standard output, through a pager where there is one and the text is long.
    pub fn paged(pager: Option<Pager>) -> Self {
        match pager {
            Some(pager) => Self { out: Some(Out::Paged(Vec::new(), pager)) },
            None => Self::stdout(),
        }
    }

    /// `-` is standard output. Fails at once when the file could not be written later.
    pub fn open(path: &Path) -> Result<Self> {
        if path == Path::new("-") {
            return Ok(Self::stdout());
        }
        // A link stays a link: what it points to is replaced.
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
        let fail = |error: &std::io::Error| cannot_write(&path, error);
        let before = fs::metadata(&path).ok();
        if let Some(meta) = &before {
            if meta.is_dir() {
                return Err(Told::new("error.output.folder", [("file", &path.display())]).into());
            }
            if !meta.is_file() {
                let file = File::options().write(true).open(&path).map_err(|e| fail(&e))?;
                return Ok(Self { out: Some(Out::Direct(BufWriter::new(file), path)) });
            }
            // A file that may not be written must not be replaced either.
            File::options().append(true).open(&path).map_err(|e| fail(&e))?;
        }
        let new = beside(&path);
        let file = File::create(&new).map_err(|e| match e.kind() {
            ErrorKind::NotFound => Told::new("error.output.no_folder", [("file", &path.display())]),
            _ => fail(&e),
        })?;
        if let Some(meta) = before {
            // The new file keeps the old one's permissions; where that is not possible it has the usual ones.
            let _ = fs::set_permissions(&new, meta.permissions());
        }
        Ok(Self { out: Some(Out::Beside { file: BufWriter::with_capacity(1 << 16, file), new, path }) })
    }

    /// Makes what was written stand.
    pub fn finish(mut self) -> Result<()> {
        match self.out.take() {
            None => Ok(()),
            Some(Out::Stdout(mut out)) => Ok(out.flush()?),
            Some(Out::Paged(text, pager)) => Ok(pager.show(&text)?),
            Some(Out::Direct(mut file, path)) => file.flush().map_err(|e| cannot_write(&path, &e).into()),
            Some(Out::Beside { mut file, new, path }) => {
                let done = file.flush().and_then(|()| file.get_ref().sync_all()).and_then(|()| fs::rename(&new, &path));
                done.map_err(|e| {
                    let _ = fs::remove_file(&new);
                    cannot_write(&path, &e).into()
                })
            }
        }
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        match &mut self.out {
            None => Ok(bytes.len()),
            Some(Out::Stdout(out)) => out.write(bytes),
            Some(Out::Paged(text, _)) => text.write(bytes),
            Some(Out::Direct(file, _) | Out::Beside { file, .. }) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> std::io::Result<()> {
        match &mut self.out {
            None => Ok(()),
            Some(Out::Stdout(out)) => out.flush(),
            Some(Out::Paged(..)) => Ok(()),
            Some(Out::Direct(file, _) | Out::Beside { file, .. }) => file.flush(),
        }
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        if let Some(Out::Beside { new, .. }) = &self.out {
            let _ = fs::remove_file(new);
        }
    }
}

fn beside(path: &Path) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".{}.new", std::process::id()));
    path.with_file_name(name)
}

fn cannot_write(path: &Path, error: &std::io::Error) -> Told {
    Told::new("error.output.write", [("file", &path.display()), ("why", error)])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(dir: &Path) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(dir).unwrap().map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_comes_whole_or_not_at_all() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.csv");
        fs::write(&path, "cũ").unwrap();
        let mut sink = Sink::open(&path).unwrap();
        sink.write_all("mới".as_bytes()).unwrap();
        drop(sink);
        assert_eq!(fs::read_to_string(&path).unwrap(), "cũ");
        assert_eq!(names(dir.path()), ["a.csv"]);

        let mut sink = Sink::open(&path).unwrap();
        sink.write_all("mới".as_bytes()).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "cũ");
        sink.finish().unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "mới");
        assert_eq!(names(dir.path()), ["a.csv"]);
    }

    #[test]
    fn a_missing_folder_is_named_before_the_work() {
        let dir = tempfile::tempdir().unwrap();
        let error = Sink::open(&dir.path().join("không có/a.csv")).err().unwrap();
        assert!(error.to_string().contains("không có/a.csv"), "{error}");
        assert!(Sink::open(dir.path()).is_err());
    }
}
