//! A document, a vocabulary or a term → its description by schema.org (version 29), for search engines.
//!
//! Properties stand only where schema.org has them for the type: an organisation has no language and an event no
//! licence. What a value leads to is an object with type, name and address.

use super::Metadata;
use super::json::{Object, object, write_object, write_text};
use super::said::{Given, Node, Property, Said, choice_address, license_address, part, picture};
use crate::calendar;
use crate::lang::Lang;
use crate::model::{EventChange, Field, Kind, Role};
use crate::parse::Value;
use crate::path::encode_address;
use crate::site::{DocId, HOME_PAGE, Page, PageKind, Site, SiteDocument, Target, TermId, TypeList};

const CONTEXT: &str = "https://schema.org";

/// What types have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    Event,
    Organization,
    Person,
    Place,
    Term,
    Work,
}

impl Family {
    /// The family of a type; what is unknown is a work, as most documents are.
    pub(super) fn of(schema: &str) -> Self {
        match schema {
            "EventSeries" | "Festival" | "Hackathon" | "CourseInstance" => Self::Event,
            "Project"
            | "ResearchProject"
            | "FundingScheme"
            | "FundingAgency"
            | "NGO"
            | "School"
            | "CollegeOrUniversity"
            | "Preschool"
            | "LocalBusiness"
            | "Library" => Self::Organization,
            "Person" => Self::Person,
            "AdministrativeArea" | "City" | "CivicStructure" | "CommunityCenter" | "Park" => Self::Place,
            "DefinedTerm" | "CategoryCode" => Self::Term,
            _ if schema.ends_with("Event") => Self::Event,
            _ if schema.ends_with("Organization") => Self::Organization,
            _ if schema.ends_with("Place") => Self::Place,
            _ => Self::Work,
        }
    }
}

/// What an object calls its type and the address of what it describes.
pub(super) struct Style {
    kind: &'static str,
    address: &'static str,
}

const STYLE: Style = Style { kind: "@type", address: "url" };
/// As the context of AMB calls them.
pub(super) const AMB_STYLE: Style = Style { kind: "type", address: "id" };

/// The description of a document on its page.
pub(super) fn document(meta: &Metadata, site: &Site, id: DocId, page: &Page) -> String {
    let document = site.document(id);
    let dates = calendar::series(site, id);
    let schema = match (&page.kind, site.type_of(id).schema.as_deref().unwrap_or_default()) {
        (PageKind::Home(_), "WebPage") => "WebSite",
        (_, "Collection") if !dates.is_empty() => "EventSeries",
        (_, schema) => schema,
    };
    let said = meta.said(site, id);
    let writer = Writer { meta, site, id, document, lang: document.lang(), said, family: Family::of(schema) };
    object(|json| {
        json.text("@context", CONTEXT);
        json.text("@type", schema);
        let is_site = schema == "WebSite";
        json.text("name", if is_site { meta.name(document.lang()) } else { &document.title });
        if schema == "NewsArticle" {
            json.text("headline", &document.title);
        }
        json.text("description", site.gist(id));
        writer.place_on_the_web(json);
        if matches!(writer.family, Family::Event | Family::Work) {
            json.text("inLanguage", document.lang().base());
        }
        match writer.family {
            Family::Work => writer.work(json),
            Family::Event => writer.event(json, &dates),
            Family::Organization => writer.years(json),
            Family::Term => writer.term(json),
            Family::Person | Family::Place => {}
        }
        for (name, property) in [("image", Property::Image), ("logo", Property::Logo)] {
            let picture = writer.said.of(property).find_map(|(field, value)| picture(site, field, value));
            json.text(name, &picture.unwrap_or_default());
        }
        if schema == "WebPage" {
            writer.way(json);
        }
        others(meta, site, writer.lang, &writer.said, &STYLE, WRITTEN, json);
    })
}

/// What is written by its own rules, or not at all.
const WRITTEN: &[Property] = &[
    Property::DateModified,
    Property::Description,
    Property::EventAttendanceMode,
    Property::EventStatus,
    Property::Image,
    Property::IsPartOf,
    Property::License,
    Property::Location,
    Property::Logo,
    Property::Name,
    Property::Organizer,
    Property::Publisher,
    Property::TemporalCoverage,
    Property::Url,
];

struct Writer<'s> {
    meta: &'s Metadata,
    site: &'s Site,
    id: DocId,
    document: &'s SiteDocument,
    lang: &'s Lang,
    said: Said<'s>,
    family: Family,
}

impl Writer<'_> {
    /// The address of the page, or that of the website of whom the page is about.
    fn place_on_the_web(&self, json: &mut Object<'_>) {
        let page = self.site.address(&self.document.output);
        match self.said.text(Property::Url) {
            "" => json.text("url", &page),
            own => {
                json.text("url", &encode_address(own));
                json.text("mainEntityOfPage", &page);
            }
        }
    }

    fn work(&self, json: &mut Object<'_>) {
        json.text("license", license_address(self.site, self.id).unwrap_or_default());
        self.party(json, "publisher", Property::Publisher);
        if let Some(day) = self.document.updated {
            json.text("dateModified", &day.to_string());
        }
        self.values(json, "temporalCoverage", Property::TemporalCoverage);
        // For schema.org, a project is an organisation and no work.
        for (name, of_projects) in [("isPartOf", false), ("producer", true)] {
            let nodes = self.said.targets(Property::IsPartOf);
            let nodes = nodes.map(|target| self.meta.node(self.site, target, self.lang));
            let nodes = nodes.filter(|node| (node.schema == "Project") == of_projects);
            json.one_or_more(name, nodes, |out, node| write_node(out, name, &node, &STYLE));
        }
        if self.said_in_role(Role::ArchivedOn).is_some() {
            // Where it is kept for good: here, see the record of archived documents.
            json.text("archivedAt", &self.site.address(&self.document.output));
        }
    }

    /// Who publishes or organises it; the site if nobody is named.
    fn party(&self, json: &mut Object<'_>, name: &str, property: Property) {
        if self.said.of(property).next().is_some() {
            return self.values(json, name, property);
        }
        let title = self.meta.name(self.lang);
        if !title.is_empty() {
            json.object(name, |json| {
                json.text("@type", "Organization");
                json.text("name", title);
                json.text("url", &self.site.config.url);
            });
        }
    }

    fn values(&self, json: &mut Object<'_>, name: &str, property: Property) {
        let values = self.said.of(property).filter(|(field, value)| is_written(field, value));
        json.one_or_more(name, values, |out, (field, value)| {
            write_value(out, self.meta, self.site, self.lang, &STYLE, field, value);
        });
    }

    fn event(&self, json: &mut Object<'_>, dates: &[DocId]) {
        let online = self.said_in_role(Role::Online);
        let places: Vec<_> = self.said.of(Property::Location).collect();
        let mode = self.said.of(Property::EventAttendanceMode).next();
        let mode = mode.and_then(|(field, value)| choice_address(field, value)).or(
            match (online.is_some(), places.is_empty()) {
                (true, true) => Some("https://schema.org/OnlineEventAttendanceMode"),
                (true, false) => Some("https://schema.org/MixedEventAttendanceMode"),
                (false, false) => Some("https://schema.org/OfflineEventAttendanceMode"),
                (false, true) => None,
            },
        );
        if self.site.type_of(self.id).role(Role::Start).is_some() {
            let status = match self.site.event_change(self.id) {
                Some(EventChange::Cancelled) => "https://schema.org/EventCancelled",
                Some(EventChange::Moved) => "https://schema.org/EventRescheduled",
                None => "https://schema.org/EventScheduled",
            };
            json.text("eventStatus", status);
            json.text("eventAttendanceMode", mode.unwrap_or_default());
        }
        let is_online =
            online.is_some() || mode.is_some_and(|mode| !mode.ends_with("/OfflineEventAttendanceMode"));
        let locations = places.into_iter().map(Some).chain(is_online.then_some(None));
        json.one_or_more("location", locations, |out, place| match place {
            Some((field, value)) => {
                write_value(out, self.meta, self.site, self.lang, &STYLE, field, value);
            }
            None => self.write_virtual_location(out, online),
        });
        self.party(json, "organizer", Property::Organizer);
        if let Some((field, Value::Group(parts))) = self.said_in_role(Role::Registration) {
            let text = |name| match part(field, parts, name) {
                Some(Value::Url(url)) => encode_address(url),
                Some(Value::Date(day)) => day.iso(),
                _ => String::new(),
            };
            let (url, deadline) = (text("url"), text("deadline"));
            if !url.is_empty() {
                json.object("offers", |json| {
                    json.text("@type", "Offer");
                    json.text("url", &url);
                    json.text("availabilityEnds", &deadline);
                });
            }
        }
        self.dates(json, dates);
    }

    /// The dates of a series.
    fn dates(&self, json: &mut Object<'_>, dates: &[DocId]) {
        let start = |id: DocId| match self.site.role(id, Role::Start) {
            Some(Value::DateTime(start)) => start.iso(),
            _ => String::new(),
        };
        json.list("subEvent", dates, |out, &id| {
            let node = self.meta.document_node(self.site, id);
            write_object(out, |json| {
                json.text("@type", node.schema);
                json.text("name", node.name);
                json.text("startDate", &start(id));
                json.text("url", &node.address);
            });
        });
        let first = dates.first().map(|id| start(*id)).unwrap_or_default();
        json.text("startDate", &first);
    }

    /// Where an event takes place online: the link if it is public, else the page that tells how to get it.
    fn write_virtual_location(&self, out: &mut String, online: Option<(&Field, &Value<Target>)>) {
        let link = match online {
            Some((field, Value::Group(parts))) => part(field, parts, "join_url"),
            _ => None,
        };
        let address = match link {
            Some(Value::Url(url)) => encode_address(url),
            _ => self.site.address(&self.document.output),
        };
        write_object(out, |json| {
            json.text("@type", "VirtualLocation");
            json.text("url", &address);
        });
    }

    /// The first value of the field with this role, if it is published.
    fn said_in_role(&self, role: Role) -> Option<(&Field, &Value<Target>)> {
        let kind = self.site.type_of(self.id);
        let index = kind.role(role).filter(|index| !kind.fields[*index].hidden)?;
        Some((&kind.fields[index], self.document.fields.first(Some(index))?))
    }

    /// An organisation, and so a project or a program, has no period but a beginning and an end.
    fn years(&self, json: &mut Object<'_>) {
        let period = self.said.of(Property::TemporalCoverage).find_map(|(_, value)| match value {
            Value::Period(period) => Some(period),
            _ => None,
        });
        let day =
            |day: &Option<crate::parse::Day>| day.as_ref().map(crate::parse::Day::iso).unwrap_or_default();
        if let Some(period) = period {
            json.text("foundingDate", &day(&period.start));
            json.text("dissolutionDate", &day(&period.end));
        }
    }

    /// The set of which a term is: the list of its type.
    fn term(&self, json: &mut Object<'_>) {
        json.text("termCode", self.site.shown_text(self.id, Role::Abbreviation));
        let kind = self.document.parsed.kind;
        if let Some(list) = self.site.list_of(kind) {
            json.object("inDefinedTermSet", |json| {
                json.text("@type", "DefinedTermSet");
                json.text("name", self.site.model().types[kind].plural.get(self.lang));
                json.text("url", &self.site.address(&list.output));
            });
        }
    }

    /// The way from the home page to a page of text, where there is something between the two.
    fn way(&self, json: &mut Object<'_>) {
        let folder = self.document.output.folder();
        let home = self.site.pages.binary_search_by(|page| page.output.as_str().cmp(HOME_PAGE)).ok();
        let place = crate::path::OutputPath::new(&format!("{folder}/index.html")).ok();
        let between = place.and_then(|place| self.site.document_on(self.site.page(&place)?));
        let (Some(home), Some(between)) = (home, between.filter(|id| *id != self.id)) else { return };
        let between = self.site.for_readers(between, self.lang);
        if folder.is_empty() || self.site.config.url.is_empty() {
            return;
        }
        let home = self.site.address(&self.site.pages[home].output);
        let node = self.meta.document_node(self.site, between);
        json.object("breadcrumb", |json| {
            json.text("@type", "BreadcrumbList");
            let own = Node {
                name: &self.document.title,
                address: "".into(),
                ..self.meta.document_node(self.site, self.id)
            };
            let home =
                Node { schema: "", name: self.meta.name(self.lang), address: home.into(), document: None };
            json.list("itemListElement", [home, node, own].into_iter().zip(1..), |out, (node, number)| {
                write_object(out, |json| {
                    json.text("@type", "ListItem");
                    json.json("position", &number.to_string());
                    json.text("name", node.name);
                    json.text("item", &node.address);
                });
            });
        });
    }
}

/// Whatever else a document says, each property by its name, save those that are written already.
pub(super) fn others(
    meta: &Metadata,
    site: &Site,
    lang: &Lang,
    said: &Said<'_>,
    style: &Style,
    written: &[Property],
    json: &mut Object<'_>,
) {
    let all = || said.all.iter().copied().filter(|given| !written.contains(&given.property));
    for (at, given) in all().enumerate() {
        let name = given.name();
        // All fields of one property are one list, in the place of the first.
        if all().take(at).any(|earlier| earlier.name() == name) {
            continue;
        }
        let of_name = all().filter(|other| other.name() == name).flat_map(Given::values);
        let values = of_name.filter(|(field, value)| is_written(field, value));
        json.one_or_more(name, values, |out, (field, value)| {
            write_value(out, meta, site, lang, style, field, value);
        });
    }
}

/// Whether something is said of a value.
fn is_written(field: &Field, value: &Value<Target>) -> bool {
    match (value, &field.kind) {
        (Value::Markdown(_) | Value::Query(_), _) => false,
        (Value::Group(values), Kind::Group(parts)) => values.0.iter().any(|given| {
            let part = &parts[given.index];
            part.schema.is_some() && !part.hidden && !given.values.is_empty()
        }),
        (Value::Group(_), _) => false,
        _ => true,
    }
}

fn write_value(
    out: &mut String,
    meta: &Metadata,
    site: &Site,
    lang: &Lang,
    style: &Style,
    field: &Field,
    value: &Value<Target>,
) {
    match value {
        Value::Text(text) | Value::Email(text) => write_text(out, text),
        Value::Url(url) => write_text(out, &encode_address(url)),
        Value::Choice(key) => match (choice_address(field, value), &field.kind) {
            (Some(address), _) => write_text(out, address),
            (None, Kind::Choice(choices)) => {
                write_text(out, choices.get(key).map_or(key, |labels| labels.get(lang)));
            }
            (None, _) => write_text(out, key),
        },
        Value::Number(number) => out.push_str(&number.to_string()),
        Value::Bool(flag) => out.push_str(if *flag { "true" } else { "false" }),
        Value::Date(day) => write_text(out, &day.iso()),
        Value::DateTime(time) => write_text(out, &time.iso()),
        Value::Period(period) => write_text(out, &period.iso()),
        Value::Translated(labels) => write_text(out, labels.get(lang)),
        Value::Link(target) => {
            let property = field.schema.as_deref().unwrap_or_default();
            write_node(out, property, &meta.node(site, target, lang), style);
        }
        Value::Group(values) => write_object(out, |json| {
            let Kind::Group(parts) = &field.kind else { return };
            json.text(style.kind, group_type(field.schema.as_deref().unwrap_or_default()));
            for given in &values.0 {
                let part = &parts[given.index];
                let Some(name) = part.schema.as_deref().filter(|_| !part.hidden) else { continue };
                let values = given.values.iter().filter(|at| is_written(part, &at.value));
                json.one_or_more(name, values, |out, at| {
                    write_value(out, meta, site, lang, style, part, &at.value);
                });
            }
        }),
        Value::Markdown(_) | Value::Query(_) => out.push_str("null"),
    }
}

/// The type of what a property says in several parts.
fn group_type(property: &str) -> &'static str {
    match property {
        "member" => "OrganizationRole",
        "correction" => "CorrectionComment",
        "offers" => "Offer",
        _ => "",
    }
}

/// What a value leads to: just its name where nothing else is known, and for keywords always.
fn write_node(out: &mut String, property: &str, node: &Node<'_>, style: &Style) {
    let schema = match property {
        "keywords" => return write_text(out, node.name),
        "audience" => "Audience",
        "superEvent" => "EventSeries",
        "location" | "contentLocation" | "containedInPlace" if node.schema.is_empty() => "Place",
        "funder" | "provider" | "organizer" | "publisher" | "sourceOrganization" | "parentOrganization"
        | "member"
            if node.schema.is_empty() =>
        {
            "Organization"
        }
        _ => node.schema,
    };
    if schema.is_empty() && node.address.is_empty() {
        return write_text(out, node.name);
    }
    write_object(out, |json| {
        json.text(style.kind, schema);
        match schema {
            "Audience" => json.text("audienceType", node.name),
            _ => json.text("name", node.name),
        }
        json.text(style.address, &node.address);
    });
}

/// A vocabulary, on its page.
pub(super) fn vocabulary(site: &Site, number: usize, lang: &Lang) -> String {
    let vocabulary = &site.vocabularies[number];
    object(|json| {
        json.text("@context", CONTEXT);
        json.text("@type", "DefinedTermSet");
        json.text("name", vocabulary.label.get(lang));
        json.text("description", vocabulary.description.get(lang));
        json.text("url", &site.address(&vocabulary.output));
    })
}

/// A term, on its page.
pub(super) fn term(meta: &Metadata, site: &Site, id: TermId, lang: &Lang) -> String {
    let (vocabulary, term) = (&site.vocabularies[id.vocabulary], site.term(id));
    object(|json| {
        json.text("@context", CONTEXT);
        json.text("@type", "DefinedTerm");
        json.text("name", term.label.get(lang));
        json.text("description", term.description.get(lang));
        json.text("termCode", &term.notation);
        json.text("url", &site.address(&term.output));
        if !term.uri.is_empty() {
            json.text("sameAs", meta.term(site, id));
        }
        json.object("inDefinedTermSet", |json| {
            json.text("@type", "DefinedTermSet");
            json.text("name", vocabulary.label.get(lang));
            json.text("url", &site.address(&vocabulary.output));
        });
    })
}

/// The glossary, on its page.
pub(super) fn glossary(site: &Site, list: &TypeList, page: &Page) -> String {
    object(|json| {
        json.text("@context", CONTEXT);
        json.text("@type", "DefinedTermSet");
        json.text("name", site.model().types[list.kind].plural.get(&page.lang));
        json.text("url", &site.address(&page.output));
    })
}
