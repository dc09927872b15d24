//! A folder of its own for each test, and the program run in it.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

pub struct Work {
    dir: tempfile::TempDir,
}

/// What a run left behind.
#[derive(Debug)]
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Work {
    pub fn new() -> Self {
        Self { dir: tempfile::tempdir().expect("a temporary folder") }
    }

    /// With the first five sample articles, the seeds' facts in other words, in `news`.
    pub fn with_samples() -> Self {
        let work = Self::new();
        std::fs::create_dir(work.path("news")).expect("a folder");
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/samples");
        for name in [
            "01_giao_ban_phia_bac.txt",
            "02_giao_ban_mien_nam.txt",
            "03_dau_cau_ha_giang.txt",
            "04_so_ket_lang_son.txt",
            "05_dong_da_truoc_dai_hoi.txt",
        ] {
            std::fs::copy(folder.join(name), work.path("news").join(name)).expect("the samples are in the repository");
        }
        work
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> &Self {
        std::fs::write(self.path(name), bytes).expect("a file");
        self
    }

    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).expect("a file that was written")
    }

    /// Names in a folder, sorted.
    pub fn names(&self, folder: &str) -> Vec<String> {
        let entries = std::fs::read_dir(self.path(folder)).expect("a folder");
        let mut names: Vec<String> = entries.map(|e| e.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_giaoban"));
        command.args(args).current_dir(self.dir.path()).stdin(Stdio::null());
        for name in ["GIAOBAN_DATA", "GIAOBAN_LANG", "GIAOBAN_GEO", "GIAOBAN_CONFIG", "NO_COLOR", "LC_MESSAGES", "LANG"] {
            command.env_remove(name);
        }
        // No configuration file of whoever runs the tests.
        command.env("LC_ALL", "C.UTF-8").env("XDG_CONFIG_HOME", self.path("config")).env("APPDATA", self.path("config"));
        command
    }

    /// As [`Work::command`], for somebody who may not read `closed`: who may read everything asks as somebody else, by setpriv.
    #[cfg(unix)]
    pub fn command_shut_out(&self, closed: &str, args: &[&str]) -> Command {
        let path = self.path(closed);
        if path.is_dir() && std::fs::read_dir(&path).is_err() || path.is_file() && std::fs::File::open(&path).is_err() {
            return self.command(args);
        }
        let program = self.path("program");
        if !program.exists() {
            let from = env!("CARGO_BIN_EXE_giaoban");
            std::fs::hard_link(from, &program).or_else(|_| std::fs::copy(from, &program).map(|_| ())).expect("a disk");
        }
        let mut command = Command::new("setpriv");
        command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]).arg(program).args(args);
        command.current_dir(self.dir.path()).env("LC_ALL", "C.UTF-8").env("XDG_CONFIG_HOME", self.path("config"));
        command
    }

    pub fn run(&self, args: &[&str]) -> Ran {
        ran(self.command(args).output().expect("the program runs"))
    }

    pub fn run_with_input(&self, args: &[&str], input: &[u8]) -> Ran {
        let mut command = self.command(args);
        let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = piped.spawn().expect("the program runs");
        child.stdin.take().expect("a pipe").write_all(input).expect("the program reads");
        ran(child.wait_with_output().expect("the program ends"))
    }

    /// Runs and expects success; gives standard output.
    pub fn ok(&self, args: &[&str]) -> String {
        let ran = self.run(args);
        assert_eq!(ran.code, 0, "{args:?}: {}", ran.err);
        ran.out
    }

    /// Runs and expects failure with one line on standard error and nothing else; gives that line.
    pub fn fails(&self, code: i32, args: &[&str]) -> String {
        let ran = self.run(args);
        assert_eq!((ran.code, ran.out.as_str()), (code, ""), "{args:?}: {}", ran.err);
        assert!(ran.err.starts_with("giaoban: ") && ran.err.ends_with('\n'), "{args:?}: {}", ran.err);
        assert_eq!(ran.err.lines().count(), 1, "{args:?}: {}", ran.err);
        ran.err.trim_end().to_string()
    }
}

fn ran(output: std::process::Output) -> Ran {
    let text = |bytes| String::from_utf8(bytes).expect("output is UTF-8");
    Ran { code: output.status.code().expect("the program was not killed"), out: text(output.stdout), err: text(output.stderr) }
}

/// The lines of a JSONL output.
pub fn lines(text: &str) -> Vec<serde_json::Value> {
    text.lines().map(|l| serde_json::from_str(l).expect("a line is JSON")).collect()
}

/// Sends Ctrl-C to a program as soon as it listens for it. Before, the signal would end it at once; or be lost where whoever
/// started the tests ignores it, as shells do for what runs in the background.
pub fn interrupt(child: &std::process::Child) {
    const SIGINT: u32 = 2;
    let status = format!("/proc/{}/status", child.id());
    let listens = || {
        let text = std::fs::read_to_string(&status).ok()?;
        let caught = text.lines().find_map(|line| line.strip_prefix("SigCgt:"))?;
        Some(u64::from_str_radix(caught.trim(), 16).ok()? >> (SIGINT - 1) & 1 == 1)
    };
    // Where the system does not tell, some time has to do.
    for _ in 0..6000 {
        match listens() {
            Some(false) => std::thread::sleep(std::time::Duration::from_millis(10)),
            Some(true) => break,
            None => {
                std::thread::sleep(std::time::Duration::from_secs(1));
                break;
            }
        }
    }
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill");
    assert!(sent.success());
}
