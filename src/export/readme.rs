//! The text that somebody reads first who finds a copy on a stick.

use jiff::civil::Date;

use crate::lang::Lang;
use crate::locale::date_in_words;
use crate::render::{self, site_title};
use crate::site::Site;

/// What a copy says about itself.
#[derive(Clone, Debug)]
pub(super) struct About {
    /// The site's name.
    title: String,
    /// What was selected; empty for the whole site.
    part: String,
    /// The site's address; empty when it is not known.
    address: String,
    /// The licence of the texts; may be empty.
    license: String,
    /// The day of the copy.
    today: Date,
    /// The site's language.
    lang: Lang,
}

impl About {
    /// What there is to say about a copy of this site.
    pub(super) fn new(site: &Site) -> Self {
        let lang = &site.config.lang;
        let chosen = site.copy.iter().flat_map(|copy| &copy.chosen);
        let part: Vec<&str> = chosen.map(|id| site.document(*id).title.as_str()).collect();
        let license = site.config.license.as_deref();
        Self {
            title: site_title(site, lang),
            part: part.join(", "),
            address: site.config.url.clone(),
            license: license.map(|key| render::license(site, key, lang).title).unwrap_or_default(),
            today: site.today,
            lang: lang.clone(),
        }
    }

    fn in_german(&self) -> bool {
        self.lang.base() == "de"
    }

    /// `LIESMICH.txt`
    pub(super) fn file_name(&self) -> &'static str {
        if self.in_german() { "LIESMICH.txt" } else { "README.txt" }
    }

    /// The file of the checksums.
    pub(super) fn sums_name(&self) -> &'static str {
        if self.in_german() { "pruefsummen.txt" } else { "checksums.txt" }
    }

    /// The text, with the ends of lines that every editor on Windows knows.
    pub(super) fn text(&self) -> String {
        let text = if self.in_german() { self.german() } else { self.english() };
        text.replace('\n', "\r\n")
    }

    fn german(&self) -> String {
        let date = date_in_words(self.today, &self.lang);
        let mut text = format!("{}\n", self.title);
        if !self.part.is_empty() {
            text += &format!("Auswahl: {}\n", self.part);
        }
        text += &format!(
            "Offline-Stand: {date}\n\n\
             SO GEHT ES\n\
             1. Ist dies noch eine ZIP-Datei? Dann zuerst entpacken: Rechtsklick, \"Alle extrahieren\".\n\
             2. Die Datei index.html doppelt anklicken. Sie öffnet sich im Browser, ohne Internet.\n\
             3. Alle Dateien zusammenlassen. Eine Seite allein hat keine Gestaltung und keine Suche.\n\n\
             GUT ZU WISSEN\n\
             - Nichts wird installiert, nichts wird aus dem Netz geladen, nichts wird gemeldet.\n\
             - Nicht enthalten sind Entwürfe, interne Notizen und nicht öffentliche Einwahllinks.\n\
             - In Firefox hat jede Seite eines Ordners ihre eigene Merkliste; andere Browser haben eine für alle.\n\
             - Links mit dem Zusatz \"Im Netz\" führen zur veröffentlichten Website und brauchen Internet.\n"
        );
        if !self.address.is_empty() {
            text += &format!("- Der aktuelle Stand: {}\n", self.address);
        }
        if !self.license.is_empty() {
            text += &format!(
                "- Lizenz der Texte, wenn nicht anders angegeben: {}. Logos sind davon ausgenommen.\n",
                self.license
            );
        }
        text += &format!(
            "\nUNVERÄNDERT?\n\
             {sums} nennt zu jeder Datei ihre Prüfsumme (SHA-256).\n\
             Linux:    sha256sum --check {sums}\n\
             Mac:      shasum -a 256 --check {sums}\n\
             Windows:  Get-FileHash index.html   (in der PowerShell)\n",
            sums = self.sums_name()
        );
        text
    }

    fn english(&self) -> String {
        let date = date_in_words(self.today, &self.lang);
        let mut text = format!("{}\n", self.title);
        if !self.part.is_empty() {
            text += &format!("Selection: {}\n", self.part);
        }
        text += &format!(
            "Offline copy of {date}\n\n\
             HOW TO USE IT\n\
             1. Is this still a ZIP file? Then extract it first: right click, \"Extract all\".\n\
             2. Double-click the file index.html. It opens in the browser, without the internet.\n\
             3. Keep all files together. A single page has no style and no search.\n\n\
             GOOD TO KNOW\n\
             - Nothing is installed, nothing is loaded from the network, nothing is reported.\n\
             - Drafts, internal notes and join links that are not public are not in it.\n\
             - In Firefox, each page of a folder has a reading list of its own; other browsers have one for all.\n\
             - Links marked \"On the web\" lead to the published site and need the internet.\n"
        );
        if !self.address.is_empty() {
            text += &format!("- The current state: {}\n", self.address);
        }
        if !self.license.is_empty() {
            text += &format!(
                "- Licence of the texts, unless stated otherwise: {}. Logos are not under it.\n",
                self.license
            );
        }
        text += &format!(
            "\nUNCHANGED?\n\
             {sums} has the checksum of each file (SHA-256).\n\
             Linux:    sha256sum --check {sums}\n\
             Mac:      shasum -a 256 --check {sums}\n\
             Windows:  Get-FileHash index.html   (in PowerShell)\n",
            sums = self.sums_name()
        );
        text
    }
}
