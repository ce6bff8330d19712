import java.io.*;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.*;

import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.PathNotFoundException;
import com.jayway.jsonpath.spi.json.JsonSmartJsonProvider;
import com.jayway.jsonpath.spi.mapper.JsonSmartMappingProvider;
import net.minidev.json.JSONArray;
import net.minidev.json.JSONObject;
import net.minidev.json.JSONStyle;
import net.minidev.json.JSONValue;
import net.minidev.json.parser.JSONParser;
import net.minidev.json.writer.JsonReaderI;
import org.apache.commons.lang.StringEscapeUtils;
import org.apache.velocity.VelocityContext;
import org.apache.velocity.app.event.EventCartridge;
import org.apache.velocity.app.event.InvalidReferenceEventHandler;
import org.apache.velocity.context.Context;
import org.apache.velocity.context.InternalContextAdapterImpl;
import org.apache.velocity.runtime.RuntimeInstance;
import org.apache.velocity.runtime.parser.node.SimpleNode;
import org.apache.velocity.util.introspection.Info;

/**
 * Renders API Gateway mapping templates with the real Apache Velocity 1.7, Jayway JsonPath and json-smart.
 *
 * One JSON object a line on stdin, one a line on stdout, in the same order; flushed whenever no input is pending, so it
 * serves as a co-process.
 *
 *   in : id, template, body?, vars?, params? {path, querystring, header}, context?, stageVariables?,
 *        overrides? (true: return the override maps), repeat? (a number: also time that many renders)
 *   out: id, output [, requestOverride, responseOverride] [, parse_and_render_us, render_us]
 *        or id, error, kind (parse | eval | stackoverflow), cause and message (of the exception at the root, in full)
 *
 * Answers are ASCII: every other character is escaped, so that lone surrogates arrive too.
 *
 * The configuration is the one that reproduces every recording of the real service that this project knows of.
 */
public class Oracle {
    private static final int PERMISSIVE = -1;
    private static final Configuration JSON_PATH = Configuration.builder()
            .jsonProvider(new JsonSmartJsonProvider()).mappingProvider(new JsonSmartMappingProvider()).build();

    public static void main(String[] args) throws Exception {
        RuntimeInstance velocity = velocity(), withMacros = velocity();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8), 1 << 16);
        Writer out = new BufferedWriter(new OutputStreamWriter(new FileOutputStream(FileDescriptor.out), StandardCharsets.UTF_8), 1 << 16);
        for (String line; (line = in.readLine()) != null; ) {
            if (line.trim().isEmpty()) continue;
            Map<String, Object> request = asMap(parse(line));
            // An engine's parsers remember the names of macros that they have seen, and read a later \\#name differently.
            String template = String.valueOf(request.get("template"));
            RuntimeInstance engine = !template.contains("#macro") ? velocity : template.contains("\\#") ? velocity() : withMacros;
            out.write(ascii(JSONValue.toJSONString(answer(engine, request), new JSONStyle(JSONStyle.FLAG_PROTECT_4WEB))));
            out.write('\n');
            if (!in.ready()) out.flush();
        }
        out.flush();
    }

    private static String ascii(String json) {
        StringBuilder text = null;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c > '~' && text == null) text = new StringBuilder(json.length() + 64).append(json, 0, i);
            if (c > '~') text.append(String.format("\\u%04x", (int) c));
            else if (text != null) text.append(c);
        }
        return text == null ? json : text.toString();
    }

    private static RuntimeInstance velocity() throws Exception {
        RuntimeInstance velocity = new RuntimeInstance();
        velocity.setProperty("runtime.log.logsystem.class", "org.apache.velocity.runtime.log.NullLogChute");
        velocity.setProperty("velocimacro.permissions.allow.inline", "false"); // #macro defines nothing, its calls print as text
        velocity.setProperty("directive.foreach.maxloops", "1000");            // the service's documented quota
        velocity.setProperty("resource.loader", "string");                     // #parse and #include find nothing
        velocity.setProperty("string.resource.loader.class", "org.apache.velocity.runtime.resource.loader.StringResourceLoader");
        velocity.init();
        velocity.removeDirective("evaluate");
        return velocity;
    }

    private static Map<String, Object> answer(RuntimeInstance velocity, Map<String, Object> request) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("id", request.get("id"));
        try {
            String template = (String) request.get("template");
            if (request.get("repeat") instanceof Number) time(velocity, template, request, answer);
            Map<String, Object> roots = roots(request);
            StringWriter text = new StringWriter(1024);
            velocity.evaluate(context(roots), text, "template", template);
            answer.put("output", text.toString());
            if (Boolean.TRUE.equals(request.get("overrides"))) {
                Map<String, Object> context = asMap(roots.get("context"));
                answer.put("requestOverride", context.get("requestOverride"));
                answer.put("responseOverride", context.get("responseOverride"));
            }
        } catch (Throwable problem) {
            answer.put("error", causes(problem));
            answer.put("kind", kind(problem));
            Throwable root = problem;
            while (root.getCause() != null) root = root.getCause();
            answer.put("cause", root.getClass().getName());
            answer.put("message", root.getMessage());
        }
        return answer;
    }

    private static void time(RuntimeInstance velocity, String template, Map<String, Object> request, Map<String, Object> answer) throws Exception {
        int n = ((Number) request.get("repeat")).intValue();
        for (int round = 0; round < 2; round++) { // the first round warms the JIT
            long start = System.nanoTime();
            for (int i = 0; i < n; i++) velocity.evaluate(context(roots(request)), new StringWriter(1024), "template", template);
            answer.put("parse_and_render_us", (System.nanoTime() - start) / 1000.0 / n);
        }
        SimpleNode parsed = velocity.parse(new StringReader(template), "template");
        parsed.init(adapter(new VelocityContext()), velocity);
        for (int round = 0; round < 2; round++) {
            long start = System.nanoTime();
            for (int i = 0; i < n; i++) parsed.render(adapter(context(roots(request))), new StringWriter(1024));
            answer.put("render_us", (System.nanoTime() - start) / 1000.0 / n);
        }
    }

    private static InternalContextAdapterImpl adapter(Context context) {
        InternalContextAdapterImpl adapter = new InternalContextAdapterImpl(context);
        adapter.pushCurrentTemplateName("template");
        return adapter;
    }

    /** Attaches the handler that makes every reference that cannot be resolved an empty string. */
    private static Context context(Map<String, Object> roots) {
        VelocityContext context = new VelocityContext(new HashMap<>(roots));
        EventCartridge events = new EventCartridge();
        events.addInvalidReferenceEventHandler(new InvalidReferenceEventHandler() {
            public Object invalidGetMethod(Context c, String reference, Object object, String property, Info info) { return ""; }
            public boolean invalidSetMethod(Context c, String left, String right, Info info) { return false; }
            public Object invalidMethod(Context c, String reference, Object object, String method, Info info) { return ""; }
        });
        events.attachToContext(context);
        return context;
    }

    private static Map<String, Object> roots(Map<String, Object> request) {
        Map<String, Object> roots = new HashMap<>(jsonMap(request.get("vars")));
        Map<String, Object> params = new LinkedHashMap<>();
        Map<String, Object> given = asMap(request.get("params"));
        for (String place : new String[]{"path", "querystring", "header"}) params.put(place, jsonMap(given.get(place)));
        Map<String, Object> context = contextMap(request.get("context"));
        for (String place : new String[]{"header", "path", "querystring"}) child(child(context, "requestOverride"), place);
        child(child(context, "responseOverride"), "header");
        roots.put("input", new Input((String) request.get("body"), params));
        roots.put("util", new Util());
        roots.put("context", context);
        roots.put("stageVariables", jsonMap(request.get("stageVariables")));
        return roots;
    }

    /** $context and its maps: iterate as java.util.HashMap does, and print as nothing (both observed). */
    public static class ContextMap extends HashMap<String, Object> {
        public String toString() { return ""; }
    }

    private static Map<String, Object> contextMap(Object source) {
        Map<String, Object> map = new ContextMap();
        asMap(source).forEach((key, value) -> map.put(key, value instanceof Map ? contextMap(value) : json(value)));
        return map;
    }

    private static Map<String, Object> child(Map<String, Object> map, String key) {
        if (!(map.get(key) instanceof Map)) map.put(key, new ContextMap());
        return asMap(map.get(key));
    }

    /** The payload is parsed once, at its first use: what a template changes in $input.path('$'), $input.json('$') shows. */
    public static class Input {
        private final String body;
        private final Map<String, Object> params;
        private Object document;
        private boolean parsed;
        Input(String body, Map<String, Object> params) { this.body = body == null || body.isEmpty() ? "{}" : body; this.params = params; }
        public String getBody() { return body; }
        public Object path(String path) {
            if (!parsed) { document = parse(body); parsed = true; }
            return read(document, path);
        }
        public String json(String path) { Object value = path(path); return value == null ? "\"\"" : toJson(value); }
        public Map<String, Object> params() { return params; }
        public Object params(String name) {
            for (Object place : params.values()) if (asMap(place).get(name) != null) return asMap(place).get(name);
            return "";
        }
        public String toString() { return "{}"; }
    }

    public static class Util {
        public String escapeJavaScript(Object value) { return StringEscapeUtils.escapeJavaScript(value == null ? null : value.toString()); }
        public Object parseJson(String text) { return parse(text); }
        public String urlEncode(String text) throws Exception { return URLEncoder.encode(text, "UTF-8"); }
        public String urlDecode(String text) throws Exception { return URLDecoder.decode(text, "UTF-8"); }
        public String base64Encode(String text) { return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)); }
        public String base64Decode(String text) { return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8); }
        public String toString() { return "{}"; }
    }

    private static Object read(Object document, String path) {
        if (document == null || path.trim().equals("$")) return document;
        try {
            return JsonPath.using(JSON_PATH).parse(document).read(path);
        } catch (PathNotFoundException missing) {
            return null;
        }
    }

    private static Object parse(String text) {
        try {
            JSONParser parser = new JSONParser(PERMISSIVE);
            return parser.parse(text, new OrderedReader(parser));
        } catch (net.minidev.json.parser.ParseException problem) {
            throw new RuntimeException("Could not process payload" + problem, problem);
        }
    }

    /**
     * Objects as LinkedHashMap, arrays as JSONArray. Some builds of json-smart (Debian's) count an object's depth and never give
     * it back, so that 400 objects side by side look like 400 levels: this reader writes the true depth into the parser.
     */
    private static final class OrderedReader extends JsonReaderI<Object> {
        private final Object state;
        private final Field parserDepth;
        private int depth;

        OrderedReader(JSONParser parser) {
            super(JSONValue.defaultReader);
            Object found = null;
            Field field = null;
            try {
                Method current = JSONParser.class.getDeclaredMethod("getPString");
                current.setAccessible(true);
                found = current.invoke(parser);
                field = Class.forName("net.minidev.json.parser.JSONParserBase").getDeclaredField("depth");
                field.setAccessible(true);
            } catch (ReflectiveOperationException | RuntimeException otherBuild) {
                field = null; // nothing to correct there
            }
            state = found;
            parserDepth = field;
        }

        private <T> T entered(T container) {
            depth++;
            try {
                if (parserDepth != null) parserDepth.setInt(state, depth);
            } catch (IllegalAccessException problem) {
                throw new IllegalStateException(problem);
            }
            return container;
        }

        public JsonReaderI<?> startObject(String key) { return this; }
        public JsonReaderI<?> startArray(String key) { return this; }
        public Object createObject() { return entered(new LinkedHashMap<String, Object>()); }
        public Object createArray() { return entered(new JSONArray()); }
        @SuppressWarnings("unchecked")
        public void setValue(Object object, String key, Object value) { ((Map<String, Object>) object).put(key, value); }
        public void addValue(Object array, Object value) { ((JSONArray) array).add(value); }
        public Object convert(Object value) { depth--; return value; }
    }

    @SuppressWarnings("unchecked")
    private static String toJson(Object value) {
        if (value instanceof Map) return JSONObject.toJSONString((Map<String, ?>) value, JSONStyle.LT_COMPRESS);
        if (value instanceof List) return JSONArray.toJSONString((List<?>) value, JSONStyle.LT_COMPRESS);
        return JSONValue.toJSONString(value, JSONStyle.LT_COMPRESS);
    }

    private static Object json(Object value) {
        if (value instanceof Map) return jsonMap(value);
        if (!(value instanceof List)) return value;
        JSONArray array = new JSONArray();
        for (Object item : (List<?>) value) array.add(json(item));
        return array;
    }

    private static Map<String, Object> jsonMap(Object source) {
        Map<String, Object> map = new LinkedHashMap<>();
        asMap(source).forEach((key, value) -> map.put(key, json(value)));
        return map;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> asMap(Object value) {
        return value instanceof Map ? (Map<String, Object>) value : Collections.<String, Object>emptyMap();
    }

    private static String kind(Throwable problem) {
        String name = problem.getClass().getName();
        if (problem instanceof StackOverflowError) return "stackoverflow";
        return name.contains("Parse") || name.contains("TemplateInit") || name.contains("TokenMgr") ? "parse" : "eval";
    }

    private static String causes(Throwable problem) {
        StringBuilder text = new StringBuilder();
        for (int depth = 0; problem != null && depth < 4; depth++, problem = problem.getCause()) {
            if (depth > 0) text.append(" <- ");
            text.append(problem.getClass().getSimpleName()).append(": ").append(String.valueOf(problem.getMessage()).replaceAll("\\s+", " "));
        }
        return text.substring(0, Math.min(600, text.length()));
    }
}
