/**
 * What columns go by: names for each value of a ticket and an event, the likeliest first, in English, German, French, Spanish
 * and, here and there, Italian, Portuguese and Dutch.
 *
 * Easy to get wrong: names are compared as words without case, accents and signs, so that `createdAt`, `Created at` and
 * `CREATED_AT` are one.
 */
import type { EventName, TicketName } from "../mapping.js";

/** The languages whose names are known. */
export type NameLanguage = "en" | "de" | "fr" | "es" | "it" | "pt" | "nl";

type Names = Partial<Record<NameLanguage, string>>;

/** Names of a ticket's values; of each language a list, parted by commas. */
export const TICKET_NAMES: Partial<Record<TicketName, Names>> = {
  id: {
    en: "ticket id, id, ticket number, ticket no, number, case id, case number, case enquiry id, incident id, incident number, request id, request number, conversation id, issue id, sr number, unique key, call id, ticket key, key, reference, ticket, case, incident, issue",
    de: "ticketnummer, ticket nr, ticket nummer, vorgangsnummer, vorgangs nr, vorgang, fallnummer, fall id, anfragenummer, auftragsnummer, nummer, nr, kennung",
    fr: "numero de ticket, numero du ticket, n ticket, numero, numero de demande, numero d incident, identifiant, reference, dossier, n",
    es: "numero de ticket, numero de caso, numero de incidencia, id de incidencia, id del ticket, numero, folio, identificador, caso, incidencia, n",
    it: "numero ticket, numero, identificativo",
    pt: "numero do chamado, chamado, protocolo",
    nl: "ticketnummer, nummer, kenmerk",
  },
  created_at: {
    en: "created at, created, created date, created time, created on, creation date, creation time, date created, time created, create date, create time, opened at, opened, open date, open dt, opened on, date opened, submitted at, submitted, submit date, date submitted, submission date, reported at, reported date, date reported, received at, received, date received, logged at, requested at, request date, start time, start date, entry date, date, timestamp",
    de: "erstellt am, erstellt, erstellungsdatum, erstelldatum, erstellungszeit, angelegt am, angelegt, anlagedatum, eroffnet am, eroffnet, eroffnungsdatum, eingang, eingangsdatum, eingegangen am, gemeldet am, meldedatum, datum",
    fr: "cree le, date de creation, date creation, creation, ouvert le, date d ouverture, date ouverture, recu le, date de reception, date de la demande, date",
    es: "creado el, creado, fecha de creacion, fecha creacion, abierto el, abierto, fecha de apertura, fecha apertura, fecha de alta, fecha alta, recibido el, fecha de registro, fecha",
    it: "data di creazione, data creazione, creato il, data apertura, aperto il, data",
    pt: "criado em, data de criacao, data de abertura, aberto em, data",
    nl: "aangemaakt op, aangemaakt, aanmaakdatum, datum",
  },
  first_response_at: {
    en: "first response at, first response, first response time, first response date, first reply at, first reply, first reply time, first replied at, first responded at, responded at, initial response",
    de: "erste antwort am, erste antwort, erstantwort, erste reaktion am, erste reaktion, erstreaktion",
    fr: "premiere reponse le, premiere reponse, date de premiere reponse, date premiere reponse",
    es: "primera respuesta, fecha de primera respuesta, fecha primera respuesta",
    it: "prima risposta",
    pt: "primeira resposta",
    nl: "eerste reactie",
  },
  resolved_at: {
    en: "resolved at, resolved, resolved on, resolved date, resolution time, resolution date, date resolved, solved at, solved, solved on, solved date, time to resolution, completed at, completed, completed date, completion date, end time, finished at",
    de: "gelost am, gelost, losungsdatum, behoben am, erledigt am, erledigt, erledigungsdatum",
    fr: "resolu le, resolu, date de resolution, date resolution, traite le, date de traitement",
    es: "resuelto el, resuelto, fecha de resolucion, fecha resolucion, solucionado el, fecha de solucion",
    it: "risolto il, data risoluzione",
    pt: "resolvido em, data de resolucao",
    nl: "opgelost op, opgelost",
  },
  closed_at: {
    en: "closed at, closed, closed on, closed date, closed time, closed dt, close time, close date, date closed, closing date, end date",
    de: "geschlossen am, geschlossen, abgeschlossen am, abgeschlossen, abschlussdatum, schliessdatum",
    fr: "ferme le, ferme, cloture le, cloture, date de cloture, date cloture, date de fermeture",
    es: "cerrado el, cerrado, fecha de cierre, fecha cierre",
    it: "chiuso il, data chiusura",
    pt: "fechado em, data de fechamento, encerrado em",
    nl: "gesloten op, gesloten",
  },
  status: {
    en: "status, state, ticket status, case status, incident state, issue state, current status, status name, outcome, stage",
    de: "status, zustand, bearbeitungsstatus, stand",
    fr: "statut, etat, statut du ticket",
    es: "estado, estatus, situacion, estado del ticket",
    it: "stato",
    pt: "status, situacao, estado",
    nl: "status",
  },
  priority: {
    en: "priority, ticket priority, priority name, prio, urgency, severity",
    de: "prioritat, prio, dringlichkeit, schweregrad",
    fr: "priorite, urgence, gravite, severite",
    es: "prioridad, urgencia, severidad, gravedad",
    it: "priorita, urgenza",
    pt: "prioridade, urgencia",
    nl: "prioriteit",
  },
  channel: {
    en: "channel, ticket channel, channel type, via, via channel, contact type, contact channel, source, ticket source, origin, method received, open mode, submission method, medium",
    de: "kanal, eingangskanal, kontaktart, quelle, herkunft, eingangsart",
    fr: "canal, source, origine, moyen de contact, mode de contact",
    es: "canal, origen, via, via de entrada, medio, fuente",
    it: "canale, origine",
    pt: "canal, origem",
    nl: "kanaal, bron",
  },
  type: {
    en: "type, ticket type, issue type, request type, category, complaint type, problem type, service type, topic, reason, classification, subcategory",
    de: "typ, ticketart, ticket typ, anfrageart, art, kategorie, thema, anliegen",
    fr: "type, type de demande, type de ticket, categorie, motif, nature, theme",
    es: "tipo, tipo de ticket, tipo de solicitud, categoria, motivo, tema",
    it: "tipo, categoria",
    pt: "tipo, categoria, assunto",
    nl: "type, categorie",
  },
  group: {
    en: "group, team, assignment group, assigned group, agent group, support group, assigned team, support team, group name, queue, workgroup, work group, department, agency, agency name, responsible agency, unit, division",
    de: "gruppe, team, abteilung, bearbeitergruppe, zustandige gruppe, zustandigkeit, warteschlange, bereich, fachbereich",
    fr: "groupe, equipe, groupe d affectation, service, departement, file d attente, file",
    es: "grupo, equipo, grupo asignado, departamento, area, cola, unidad",
    it: "gruppo, squadra, reparto, coda",
    pt: "grupo, equipe, departamento, fila",
    nl: "groep, team, afdeling, wachtrij",
  },
  level: {
    en: "level, support level, support line, support tier, escalation level, line",
    de: "ebene, supportlevel, support level, supportstufe, eskalationsstufe",
    fr: "niveau, niveau de support, niveau d escalade",
    es: "nivel, nivel de soporte, nivel de escalado",
  },
  assignee: {
    en: "assignee, assigned to, assignee name, assigned agent, agent, agent name, owner, ticket owner, handled by, technician, resource, operator, responsible, engineer",
    de: "bearbeiter, zugewiesen an, zugewiesen, bearbeitet von, zustandig, verantwortlich, sachbearbeiter, mitarbeiter, techniker",
    fr: "assigne a, assigne, attribue a, affecte a, agent, technicien, responsable, traite par",
    es: "asignado a, asignado, agente, responsable, tecnico, atendido por",
    it: "assegnatario, assegnato a, operatore, tecnico",
    pt: "atribuido a, responsavel, agente, tecnico",
    nl: "toegewezen aan, behandelaar, medewerker",
  },
  requester: {
    en: "requester, requester name, requested by, requester email, requester id, caller, caller id, reporter, reported by, submitter, submitted by, opened by, customer email, contact, contact name, user, author",
    de: "anfrager, anforderer, melder, gemeldet von, ersteller, erstellt von, absender, ansprechpartner, benutzer",
    fr: "demandeur, rapporteur, emetteur, auteur, cree par, utilisateur",
    es: "solicitante, informador, reportado por, creado por, autor, usuario",
    it: "richiedente, segnalatore, utente",
    pt: "solicitante, requisitante, usuario",
    nl: "aanvrager, melder, gebruiker",
  },
  customer: {
    en: "customer, customer name, customer id, account, account name, organization, organisation, organization name, company, company name, client",
    de: "kunde, kundenname, kundennummer, firma, unternehmen, organisation, mandant",
    fr: "client, societe, entreprise, organisation, compte, nom du client",
    es: "cliente, empresa, organizacion, cuenta, nombre del cliente",
    it: "cliente, azienda",
    pt: "cliente, empresa",
    nl: "klant, bedrijf, organisatie",
  },
  tier: {
    en: "tier, customer tier, service tier, plan, segment, service level",
    de: "kundenklasse, kundengruppe, tarif, servicelevel",
    fr: "forfait, niveau de service, segment",
    es: "plan, nivel de servicio, segmento",
  },
  language: {
    en: "language, lang, locale",
    de: "sprache",
    fr: "langue",
    es: "idioma",
    it: "lingua",
    nl: "taal",
  },
  tags: {
    en: "tags, labels, tag list",
    de: "schlagworte, schlagworter, etiketten",
    fr: "etiquettes, mots cles",
    es: "etiquetas",
  },
  csat: {
    en: "csat, csat score, satisfaction rating, customer satisfaction rating, customer satisfaction, satisfaction score, satisfaction, rating, survey results, survey score",
    de: "zufriedenheit, kundenzufriedenheit, bewertung",
    fr: "satisfaction, satisfaction client, note de satisfaction, evaluation",
    es: "satisfaccion, valoracion, calificacion, puntuacion",
  },
};

/** Names of an event's values. */
export const EVENT_NAMES: Partial<Record<EventName, Names>> = {
  at: {
    en: "at, timestamp, complete timestamp, time timestamp, event time, event date, changed at, change date time, change date, change time, occurred at, sys updated at, updated at, updated, modified at, modified, last updated, last modified, created at, time, date, when",
    de: "zeitstempel, zeitpunkt, geandert am, aktualisiert am, zuletzt geandert, datum, zeit",
    fr: "horodatage, modifie le, date de modification, mis a jour le, date, heure",
    es: "marca de tiempo, fecha y hora, modificado el, actualizado el, fecha de modificacion, fecha",
  },
  kind: {
    en: "activity, kind, event, event type, action, concept name, activity name, operation",
    de: "aktivitat, ereignis, aktion, vorgangsschritt",
    fr: "activite, evenement, action",
    es: "actividad, evento, accion",
  },
  role: {
    en: "role, author role, actor role, actor type, user type, performer type",
    de: "rolle",
    fr: "role",
    es: "rol",
  },
  actor: {
    en: "actor, resource, org resource, performed by, performer, changed by, updated by, author, author id, user, user id, agent",
    de: "akteur, bearbeiter, geandert von, benutzer",
    fr: "acteur, ressource, modifie par, auteur, utilisateur",
    es: "actor, recurso, modificado por, autor, usuario",
  },
  to: {
    en: "to, new value, to value, value",
    de: "neuer wert",
    fr: "nouvelle valeur",
    es: "nuevo valor, valor nuevo",
  },
};

/** Names of an instant until when something should be done, which is no instant when it was. */
export const DUE_NAMES: Names = {
  en: "due at, due date, due, due by, target date, target dt, deadline, target resolution",
  de: "fallig am, falligkeit, falligkeitsdatum, frist, zieltermin",
  fr: "echeance, date d echeance, date limite",
  es: "vencimiento, fecha de vencimiento, fecha limite",
};

/** Words in names of what should be, was to be or is allowed. */
export const OUGHT = new Set(
  "due expected target planned sla goal estimated deadline soll frist fallig echeance prevu limite vencimiento previsto".split(
    " ",
  ),
);

/** What a name that goes with all columns of an export adds nothing to. */
const EMPTY_WORDS = new Set(
  "ticket case issue incident request call open data the of current anfrage vorgang demande caso solicitud u sys".split(
    " ",
  ),
);

/** Words in names of when something was changed, which is neither its beginning nor its end. */
export const CHANGED = new Set(
  "updated update modified changed last aktualisiert geandert modifie actualizado modificado".split(" "),
);

/** The words of a name: small, without accents, parted where the writing parts them. */
export function wordsOf(name: string): string[] {
  const spaced = name.replace(/(\p{Ll}|\d)(\p{Lu})/gu, "$1 $2");
  const bare = spaced.normalize("NFD").replace(/\p{M}/gu, "").replaceAll("ß", "ss").toLowerCase();
  return bare.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "");
}

/** How well a name fits one of a list, and which. */
export interface NameFit {
  readonly fit: number;
  readonly language: NameLanguage;
  readonly name: string;
}

interface Known {
  readonly language: NameLanguage;
  readonly name: string;
  readonly words: readonly string[];
  readonly joined: string;
  readonly later: number;
}

const KNOWN = new Map<Names, readonly Known[]>();

/** A list of names taken apart, once. */
function knownOf(names: Names): readonly Known[] {
  const before = KNOWN.get(names);
  if (before !== undefined) return before;
  const known = Object.entries(names).flatMap(([language, list]) =>
    list.split(", ").map((name, rank): Known => {
      const words = name.split(" ");
      return {
        language: language as NameLanguage,
        name,
        words,
        joined: words.join(""),
        later: Math.min(0.2, rank * 0.006),
      };
    }),
  );
  KNOWN.set(names, known);
  return known;
}

/** Where the word stands that says what a thing is, in English, German and Dutch last, else first. */
function isHead(word: string | undefined, words: readonly string[], language: NameLanguage): boolean {
  return word === (["en", "de", "nl"].includes(language) ? words.at(-1) : words[0]);
}

/** The best of what a column may go by; nothing where none fits. */
export function fitName(column: string, names: Names): NameFit | undefined {
  const words = wordsOf(column);
  const whole = words.join("");
  const path = column.split(".");
  const isInner = /^(name|value|title|display_?name|display_?value)$/i.test(path.at(-1) ?? "");
  const last = path.length > 1 ? wordsOf(path.at(isInner ? -2 : -1) ?? "").join("") : "";
  const lean = words.filter((word) => !EMPTY_WORDS.has(word)).join("");
  let best: NameFit | undefined;
  for (const { language, name, words: known, joined, later } of knownOf(names)) {
    let fit = 0;
    if (joined === whole) fit = 1 - later;
    else if (joined === last) fit = 0.9 - later;
    else if (joined === lean && lean.length > 1) fit = 0.88 - later;
    else if (joined.length > 2 && known.every((word) => words.includes(word))) {
      const share = known.length / words.length;
      const head = isHead(known[0], words, language) ? 0.1 : 0;
      fit = (known.length > 1 ? 0.5 + 0.25 * share : 0.3 + 0.3 * share + head) * (1 - later);
    }
    if (fit > (best?.fit ?? 0)) best = { fit, language, name };
  }
  return best;
}
