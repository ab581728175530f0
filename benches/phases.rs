//! What each phase of a build costs, in time and memory, at 100, 1,000 and 10,000 documents.
//!
//! `cargo bench` prints the table; `cargo bench -- 1000 50000` measures other sizes, and
//! `cargo bench -- corpus FOLDER COUNT [WORDS]` only writes the generated site, and
//! `cargo bench -- pages FOLDER TARGET` builds a site without search index and pictures, for comparison
//! with programs that make neither; `searchable` in place of `pages` makes the search index as well. `cargo bench -- index FOLDER` says what the search index of a site
//! costs by itself, in processor time, elapsed time, memory and bytes. Each size is measured in a
//! process of its own, so that the memory is its own too. Times are medians of the runs that fit into
//! some seconds.

#![expect(clippy::print_stdout, reason = "a bench says what it measured")]

mod corpus;

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use fundus::cache::ByFile;
use fundus::finder;
use fundus::output::Content;
use fundus::path::SourcePath;
use fundus::pipeline::{self, Lists, Options};
use fundus::progress::Watcher;
use fundus::render::render;
use fundus::resolve::{Input, resolve};
use fundus::write::write;

const WORDS: usize = 500;
const PHASES: [&str; 8] =
    ["discover", "parse", "resolve", "search index", "pages", "write", "build + write", "unchanged"];

// As in the program: what is measured is what users have.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["corpus", folder, count] => Ok(corpus::write(Path::new(folder), count.parse()?, WORDS, 1)?),
        ["corpus", folder, count, words] => {
            Ok(corpus::write(Path::new(folder), count.parse()?, words.parse()?, 1)?)
        }
        ["pages", root, target] => pages(Path::new(root), Path::new(target), false),
        ["searchable", root, target] => pages(Path::new(root), Path::new(target), true),
        ["index", root] => index(Path::new(root)),
        ["one", count] => one(count.parse()?),
        [] => table(&["100", "1000", "10000"]),
        ref sizes => table(sizes),
    }
}

fn table(sizes: &[&str]) -> Result<(), Failure> {
    println!("| documents | {} | peak memory |", PHASES.join(" | "));
    println!("|---|{}---|", "---|".repeat(PHASES.len()));
    for size in sizes {
        let output = std::process::Command::new(std::env::current_exe()?).args(["one", size]).output()?;
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into());
        }
        print!("{}", String::from_utf8(output.stdout)?);
    }
    Ok(())
}

fn one(count: usize) -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let root = folder.path().join("site");
    corpus::write(&root, count, WORDS, 1)?;
    let mut runs: Vec<[Duration; PHASES.len()]> = Vec::new();
    let start = Instant::now();
    while runs.len() < 3 || start.elapsed() < Duration::from_secs(5) && runs.len() < 20 {
        runs.push(run(&root, &folder.path().join(format!("public-{}", runs.len())))?);
    }
    print!("| {count} |");
    for phase in 0..PHASES.len() {
        let mut times: Vec<Duration> = runs.iter().map(|run| run[phase]).collect();
        times.sort();
        print!(" {:.1} ms |", times[times.len() / 2].as_secs_f64() * 1000.0);
    }
    println!(" {} |", peak_memory());
    Ok(())
}

/// Builds a site's pages, lists, feeds and calendars, perhaps its search index, and nothing else.
fn pages(root: &Path, target: &Path, is_searchable: bool) -> Result<(), Failure> {
    let options = options()?;
    let mut problems = Vec::new();
    let (site, _) = pipeline::site(root, &options);
    let theme = pipeline::read_theme(root, &site.config, &mut problems);
    let site = Arc::new(site);
    let mut pages = render(&site, &theme, "", &mut problems);
    if is_searchable {
        pages.extend(finder::outputs(finder::index(&site).files));
    }
    write(&pipeline::collect(root, &site, pages, None, &mut problems), target)?;
    Ok(())
}

/// Makes the search index of a site, and says what that adds to the costs of the resolved site.
fn index(root: &Path) -> Result<(), Failure> {
    let (site, _) = pipeline::site(root, &options()?);
    let (memory, processor, start) = (peak_memory(), processor_seconds(), Instant::now());
    let index = finder::outputs(finder::index(&site).files);
    let (elapsed, processor) = (start.elapsed(), processor_seconds() - processor);
    let bytes: usize = index
        .iter()
        .map(|file| if let Content::Bytes(bytes) = &file.content { bytes.len() } else { 0 })
        .sum();
    println!(
        "{} documents: {processor:.2} s on all processors, {elapsed:.2?}; {} files, {:.2} MB; peak {memory} before, {} after",
        site.documents.len(),
        index.len(),
        bytes as f64 / 1e6,
        peak_memory(),
    );
    Ok(())
}

fn options() -> Result<Options, Failure> {
    Ok(Options {
        config: SourcePath::new(pipeline::CONFIG)?,
        today: jiff::civil::date(2026, 1, 1),
        drafts: false,
        future: false,
        program: String::new(),
        watcher: Watcher::default(),
    })
}

/// One run: the phases one by one, then the whole, then the whole again with nothing changed.
fn run(root: &Path, target: &Path) -> Result<[Duration; PHASES.len()], Failure> {
    let options = options()?;
    let mut problems = Vec::new();
    let config = Arc::new(pipeline::read_config(root, &options.config, &mut problems));
    let theme = pipeline::read_theme(root, &config, &mut problems);

    let mut times = Vec::new();
    let mut lap = Instant::now();
    let mut end = |lap: &mut Instant| {
        times.push(lap.elapsed());
        *lap = Instant::now();
    };
    let sources = fundus::discover::discover(root, &config.ignore, &mut problems);
    end(&mut lap);
    let parsed = pipeline::parse_all(root, &config, &sources, &ByFile::default(), sources.newest());
    let (documents, waiting) = pipeline::published(&config, parsed, &options, &mut problems);
    let Lists { vocabularies, archive, .. } = Lists::read(root, &config.lang, &sources, &mut problems);
    end(&mut lap);
    let input = Input {
        config: Arc::clone(&config),
        documents,
        waiting,
        vocabularies,
        archive,
        assets: Arc::new(sources.assets),
        today: options.today,
        spoken: theme.languages(),
        changes: Arc::default(),
    };
    let site = Arc::new(resolve(input, &mut problems));
    end(&mut lap);
    let index = finder::outputs(finder::index(&site).files);
    end(&mut lap);
    let mut pages = render(&site, &theme, "", &mut problems);
    pages.extend(index);
    end(&mut lap);
    let outputs = pipeline::collect(root, &site, pages, None, &mut problems);
    if let Some(problem) = problems.first() {
        return Err(format!("the generated site has a problem: {problem:?}").into());
    }
    lap = Instant::now();
    write(&outputs, target)?;
    end(&mut lap);
    drop((outputs, site));

    let whole = target.with_extension("whole");
    for _ in ["first", "unchanged"] {
        lap = Instant::now();
        let build = pipeline::build(root, &options);
        write(&build.outputs, &whole)?;
        end(&mut lap);
    }
    std::fs::remove_dir_all(target)?;
    std::fs::remove_dir_all(whole)?;
    times.try_into().map_err(|_| "a phase was not measured".into())
}

/// The time that this process has spent on all processors together, as Linux counts it, in hundredths.
fn processor_seconds() -> f64 {
    const TICKS_PER_SECOND: f64 = 100.0;
    let status = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The name of the program, in brackets, may hold spaces; user and system time are the fields 14 and 15.
    let fields = status.rsplit_once(')').map_or("", |(_, rest)| rest).split_whitespace();
    let ticks: f64 = fields.skip(11).take(2).filter_map(|field| field.parse::<f64>().ok()).sum();
    ticks / TICKS_PER_SECOND
}

/// The peak of the resident memory, as Linux counts it.
fn peak_memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes: Option<u64> = line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok());
    kilobytes.map_or_else(|| "–".to_owned(), |kilobytes| format!("{} MB", kilobytes / 1024))
}
