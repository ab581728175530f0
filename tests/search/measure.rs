//! Measures the index over a large generated site: `FUNDUS_CORPUS=folder cargo test --release --test search
//! measure -- --ignored --nocapture`, where the folder holds Markdown files with front matter.

use std::fs;
use std::time::Instant;

use fundus::search::bytes::content;
use fundus::search::index::index;
use fundus::search::input::{Document, Facet, FacetTerm, FacetValue, Section, Settings};

fn document(path: &std::path::Path) -> Document {
    let text = fs::read_to_string(path).unwrap();
    let (front, body) = text.trim_start_matches("---\n").split_once("\n---\n").unwrap();
    let value = |key: &str| {
        front
            .lines()
            .find_map(|line| line.strip_prefix(key))
            .unwrap_or("")
            .trim_matches([' ', '"', ':'])
            .to_owned()
    };
    let mut sections = vec![Section::default()];
    for line in body.lines() {
        if let Some(heading) = line.strip_prefix("## ").or_else(|| line.strip_prefix("### ")) {
            let anchor = format!("s{}", sections.len());
            sections.push(Section { anchor, heading: heading.into(), text: String::new() });
        } else if let Some(section) = sections.last_mut() {
            section.text.push_str(line);
            section.text.push('\n');
        }
    }
    let address = format!("konzepte/{}.html", path.file_stem().unwrap().to_string_lossy());
    let facets = ["target_group", "field", "funding_program"].map(|key| {
        let list = value(key);
        FacetValue::Terms(
            list.trim_matches(['[', ']'])
                .split(", ")
                .map(|term| u32::from(term.bytes().map(u32::from).sum::<u32>() as u8) % 15)
                .collect(),
        )
    });
    let title = value("title");
    Document {
        lang: "de".into(),
        address,
        title,
        summary: value("summary"),
        sections,
        facets: facets.into(),
        ..Document::default()
    }
}

#[test]
#[ignore = "needs a generated corpus; prints figures"]
fn measure() {
    let folder = std::env::var("FUNDUS_CORPUS").unwrap();
    let mut paths: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let documents: Vec<Document> = paths.iter().map(|path| document(path)).collect();
    let terms = (0..15)
        .map(|at| FacetTerm { id: format!("t{at}"), label: format!("Term {at}"), broader: None })
        .collect::<Vec<_>>();
    let facets = ["a", "b", "c"].map(|id| Facet {
        id: id.into(),
        label: id.into(),
        terms: terms.clone(),
        scale: None,
    });
    let settings = Settings { lang: "de".into(), facets: facets.into(), ..Settings::default() };

    println!("{} documents, prepared with cpu {:.2} s", documents.len(), cpu_seconds());
    let (cpu, start) = (cpu_seconds(), Instant::now());
    let before = resident();
    let files = index(documents.len(), |at| documents[at].clone(), &settings).files;
    println!(
        "all {:?}, cpu {:.2} s, memory +{} MB, peak {} MB",
        start.elapsed(),
        cpu_seconds() - cpu,
        resident().saturating_sub(before),
        peak()
    );
    println!("all files {} bytes packed", files.iter().map(|(_, bytes)| bytes.len() * 3 / 4).sum::<usize>());
    for kind in ["t", "p", "d", "f", "v", "o", "root"] {
        let of: Vec<_> = files
            .iter()
            .filter(|(name, _)| {
                name.trim_end_matches(|c| c != '-').trim_end_matches(|c: char| c == '-' || c.is_ascii_digit())
                    == kind
                    || (kind == "root" && name == "root.js")
            })
            .collect();
        let bytes: usize = of.iter().map(|(_, bytes)| bytes.len()).sum();
        let raw: usize = of.iter().filter_map(|(_, bytes)| content(bytes)).map(|content| content.len()).sum();
        let largest = of.iter().map(|(_, bytes)| bytes.len()).max().unwrap_or(0);
        println!(
            "{kind:>5}: {:>5} files {:>9} bytes, packed {:>9}, raw {raw:>9}, largest {largest}",
            of.len(),
            bytes,
            bytes * 3 / 4
        );
    }
    if let Ok(out) = std::env::var("FUNDUS_OUT") {
        fs::create_dir_all(&out).unwrap();
        for (name, bytes) in &files {
            fs::write(format!("{out}/{name}"), bytes).unwrap();
        }
    }
}

fn cpu_seconds() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
    (fields[11].parse::<f64>().unwrap() + fields[12].parse::<f64>().unwrap()) / 100.0
}

fn status(key: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix(key)).unwrap();
    line.split_whitespace().next().unwrap().parse::<u64>().unwrap() / 1024
}

fn resident() -> u64 {
    status("VmRSS:")
}

fn peak() -> u64 {
    status("VmHWM:")
}
