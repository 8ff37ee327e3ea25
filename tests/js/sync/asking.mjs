// A helpdesk made for one test.

/** A request that answers by `answer(path, body)`, and keeps the paths. */
export function asking(answer) {
  const paths = [];
  const request = async (path, { body: sent } = {}) => {
    const decoded = decodeURIComponent(path).replaceAll("+", " ");
    paths.push(decoded);
    const { status = 200, headers = {}, body = [] } = answer(decoded, sent && JSON.parse(sent)) ?? {};
    return new Response(JSON.stringify(body), {
      status,
      headers: { "content-type": "application/json", ...headers },
    });
  };
  return { paths, request };
}
