/**
 * What the frames say themselves, beside what the widgets say: what is being read, and what went wrong.
 */

const en = {
  sidebar: "Service levels of this ticket",
  overview: "Service desk figures",
  readingTicket: "Reading the ticket …",
  reading: "Read so far: {tickets} tickets",
  waiting: "The helpdesk asks for a pause. Reading goes on at {at}.",
  stopped: "Stopped. The figures are of what was read so far: {tickets} tickets.",
  complete: "{tickets} tickets, as of {at}",
  partial: "not everything has been read yet",
  stop: "Stop",
  goOn: "Go on",
  "signed-out": "You are signed out of the helpdesk. Sign in again, then try again.",
  forbidden: "Your role in the helpdesk does not allow reading this.",
  "export-forbidden":
    "The helpdesk lets only administrators read all tickets at once. Open this page as one.",
  "key-refused":
    "The API key of this app is not accepted. An administrator can mend it in the app’s settings.",
  "key-forbidden": "The agent whose API key this app has may not read this.",
  "not-found": "The helpdesk does not know this ticket.",
  "host-busy": "The helpdesk is busy: it goes on refusing requests. Try again in a few minutes.",
  "host-timeout": "The helpdesk did not answer in time.",
  "not-json": "The helpdesk answered with a page where data were expected. You may be signed out.",
  "host-failed": "The helpdesk failed to answer. Try again later.",
  setting: "A setting of this app is wrong. An administrator can mend it. {path}: {message}",
};

/** What the frames can say. */
export type FrameKey = keyof typeof en;

const WORDS: Readonly<Record<string, Readonly<Record<FrameKey, string>>>> = {
  en,
  de: {
    sidebar: "Servicezeiten dieses Tickets",
    overview: "Kennzahlen des Service Desks",
    readingTicket: "Das Ticket wird gelesen …",
    reading: "Bisher gelesen: {tickets} Tickets",
    waiting: "Der Helpdesk bittet um eine Pause. Um {at} geht es weiter.",
    stopped: "Angehalten. Die Zahlen gelten für das bisher Gelesene: {tickets} Tickets.",
    complete: "{tickets} Tickets, Stand {at}",
    partial: "es ist noch nicht alles gelesen",
    stop: "Anhalten",
    goOn: "Weiter",
    "signed-out":
      "Sie sind vom Helpdesk abgemeldet. Melden Sie sich wieder an und versuchen Sie es noch einmal.",
    forbidden: "Ihre Rolle im Helpdesk erlaubt nicht, dies zu lesen.",
    "export-forbidden":
      "Alle Tickets auf einmal gibt der Helpdesk nur Administratoren. Öffnen Sie diese Seite als einer.",
    "key-refused":
      "Der API-Schlüssel dieser App wird nicht angenommen. Ein Administrator kann ihn in den Einstellungen der App berichtigen.",
    "key-forbidden": "Der Agent, dessen API-Schlüssel diese App hat, darf dies nicht lesen.",
    "not-found": "Der Helpdesk kennt dieses Ticket nicht.",
    "host-busy":
      "Der Helpdesk ist ausgelastet und weist Anfragen ab. Versuchen Sie es in einigen Minuten noch einmal.",
    "host-timeout": "Der Helpdesk hat nicht rechtzeitig geantwortet.",
    "not-json": "Der Helpdesk hat eine Seite statt Daten geschickt. Vielleicht sind Sie abgemeldet.",
    "host-failed": "Der Helpdesk konnte nicht antworten. Versuchen Sie es später noch einmal.",
    setting:
      "Eine Einstellung dieser App ist falsch. Ein Administrator kann sie berichtigen. {path}: {message}",
  },
  fr: {
    sidebar: "Niveaux de service de ce ticket",
    overview: "Indicateurs du support",
    readingTicket: "Lecture du ticket …",
    reading: "Lu jusqu’ici : {tickets} tickets",
    waiting: "Le centre d’assistance demande une pause. La lecture reprend à {at}.",
    stopped: "Arrêté. Les chiffres portent sur ce qui a été lu : {tickets} tickets.",
    complete: "{tickets} tickets, état à {at}",
    partial: "tout n’a pas encore été lu",
    stop: "Arrêter",
    goOn: "Continuer",
    "signed-out": "Vous êtes déconnecté du centre d’assistance. Reconnectez-vous, puis réessayez.",
    forbidden: "Votre rôle ne permet pas de lire ces données.",
    "export-forbidden":
      "Seuls les administrateurs peuvent lire tous les tickets à la fois. Ouvrez cette page en tant qu’administrateur.",
    "key-refused":
      "La clé API de cette application est refusée. Un administrateur peut la corriger dans les réglages de l’application.",
    "key-forbidden": "L’agent dont cette application a la clé API ne peut pas lire ces données.",
    "not-found": "Le centre d’assistance ne connaît pas ce ticket.",
    "host-busy":
      "Le centre d’assistance est surchargé et refuse les requêtes. Réessayez dans quelques minutes.",
    "host-timeout": "Le centre d’assistance n’a pas répondu à temps.",
    "not-json":
      "Le centre d’assistance a envoyé une page au lieu de données. Vous êtes peut-être déconnecté.",
    "host-failed": "Le centre d’assistance n’a pas pu répondre. Réessayez plus tard.",
    setting:
      "Un réglage de cette application est erroné. Un administrateur peut le corriger. {path} : {message}",
  },
  es: {
    sidebar: "Niveles de servicio de este ticket",
    overview: "Indicadores del servicio",
    readingTicket: "Leyendo el ticket …",
    reading: "Leído hasta ahora: {tickets} tickets",
    waiting: "El centro de ayuda pide una pausa. La lectura sigue a las {at}.",
    stopped: "Detenido. Las cifras son de lo leído hasta ahora: {tickets} tickets.",
    complete: "{tickets} tickets, a las {at}",
    partial: "aún no se ha leído todo",
    stop: "Detener",
    goOn: "Continuar",
    "signed-out":
      "Su sesión en el centro de ayuda ha terminado. Inicie sesión de nuevo y vuelva a intentarlo.",
    forbidden: "Su función no permite leer estos datos.",
    "export-forbidden":
      "Solo los administradores pueden leer todos los tickets a la vez. Abra esta página como administrador.",
    "key-refused":
      "La clave API de esta aplicación no se acepta. Un administrador puede corregirla en los ajustes de la aplicación.",
    "key-forbidden": "El agente cuya clave API usa esta aplicación no puede leer estos datos.",
    "not-found": "El centro de ayuda no conoce este ticket.",
    "host-busy": "El centro de ayuda está saturado y rechaza las solicitudes. Inténtelo en unos minutos.",
    "host-timeout": "El centro de ayuda no respondió a tiempo.",
    "not-json": "El centro de ayuda envió una página en lugar de datos. Quizá su sesión haya terminado.",
    "host-failed": "El centro de ayuda no pudo responder. Inténtelo más tarde.",
    setting:
      "Un ajuste de esta aplicación es incorrecto. Un administrador puede corregirlo. {path}: {message}",
  },
  ja: {
    sidebar: "このチケットのサービスレベル",
    overview: "サービスデスクの指標",
    readingTicket: "チケットを読み込んでいます…",
    reading: "読み込み済み: チケット {tickets} 件",
    waiting: "ヘルプデスクが一時停止を求めています。{at} に再開します。",
    stopped: "停止しました。数値は読み込み済みの {tickets} 件のチケットによるものです。",
    complete: "チケット {tickets} 件、{at} 時点",
    partial: "まだすべては読み込まれていません",
    stop: "停止",
    goOn: "続ける",
    "signed-out": "ヘルプデスクからサインアウトしています。サインインしてからもう一度お試しください。",
    forbidden: "あなたの権限では読み込めません。",
    "export-forbidden":
      "すべてのチケットを一度に読めるのは管理者だけです。管理者としてこのページを開いてください。",
    "key-refused": "このアプリの API キーが受け付けられません。管理者がアプリの設定で修正できます。",
    "key-forbidden": "このアプリの API キーのエージェントには読む権限がありません。",
    "not-found": "ヘルプデスクにこのチケットはありません。",
    "host-busy": "ヘルプデスクが混み合っていて要求を受け付けません。数分後にもう一度お試しください。",
    "host-timeout": "ヘルプデスクから時間内に応答がありませんでした。",
    "not-json": "データの代わりにページが返されました。サインアウトしている可能性があります。",
    "host-failed": "ヘルプデスクが応答できませんでした。後でもう一度お試しください。",
    setting: "このアプリの設定に誤りがあります。管理者が修正できます。{path}: {message}",
  },
  ar: {
    sidebar: "مستويات الخدمة لهذه التذكرة",
    overview: "مؤشرات مكتب الخدمة",
    readingTicket: "تجري قراءة التذكرة …",
    reading: "قُرئ حتى الآن: {tickets} تذكرة",
    waiting: "يطلب مكتب المساعدة التوقف قليلًا. تستمر القراءة في {at}.",
    stopped: "توقفت القراءة. الأرقام لما قُرئ حتى الآن: {tickets} تذكرة.",
    complete: "{tickets} تذكرة، حتى {at}",
    partial: "لم يُقرأ كل شيء بعد",
    stop: "إيقاف",
    goOn: "متابعة",
    "signed-out": "لقد سُجّل خروجك من مكتب المساعدة. سجّل الدخول ثم حاول مرة أخرى.",
    forbidden: "لا يسمح دورك بقراءة هذه البيانات.",
    "export-forbidden": "لا يقرأ جميع التذاكر دفعة واحدة إلا المسؤولون. افتح هذه الصفحة بصفتك مسؤولًا.",
    "key-refused": "مفتاح API لهذا التطبيق غير مقبول. يمكن لمسؤول تصحيحه في إعدادات التطبيق.",
    "key-forbidden": "لا يسمح دور صاحب مفتاح API لهذا التطبيق بقراءة هذه البيانات.",
    "not-found": "لا يعرف مكتب المساعدة هذه التذكرة.",
    "host-busy": "مكتب المساعدة مشغول ويرفض الطلبات. حاول بعد بضع دقائق.",
    "host-timeout": "لم يُجب مكتب المساعدة في الوقت المناسب.",
    "not-json": "أرسل مكتب المساعدة صفحة بدلًا من البيانات. ربما سُجّل خروجك.",
    "host-failed": "تعذّر على مكتب المساعدة الإجابة. حاول لاحقًا.",
    setting: "أحد إعدادات هذا التطبيق خاطئ. يمكن لمسؤول تصحيحه. {path}: {message}",
  },
};

/** Says things in the language of the page. */
export class FrameWords {
  readonly #words: Readonly<Record<FrameKey, string>>;
  readonly #number: Intl.NumberFormat;
  readonly #time: Intl.DateTimeFormat;

  constructor(locale: string) {
    this.#words = WORDS[new Intl.Locale(locale).language] ?? en;
    this.#number = new Intl.NumberFormat(locale);
    this.#time = new Intl.DateTimeFormat(locale, { timeStyle: "medium" });
  }

  /** A sentence with its names filled in. */
  say(key: FrameKey, values: Readonly<Record<string, string | number>> = {}): string {
    return this.#words[key].replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = values[name];
      return typeof value === "number" ? this.#number.format(value) : (value ?? whole);
    });
  }

  /** A time of the day. */
  time(at: number): string {
    return this.#time.format(at);
  }

  /** Whether there is a sentence for a code of an error. */
  knows(code: string): code is FrameKey {
    return Object.hasOwn(en, code);
  }
}
