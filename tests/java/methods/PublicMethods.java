import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.*;

/** Prints the public methods of each class that a template meets: the class, then name/number of parameters. */
public class PublicMethods {
    public static void main(String[] arguments) {
        Map<String, Object> linked = new LinkedHashMap<>(Map.of("a", 1)), hashed = new HashMap<>(linked);
        List<Object> list = new ArrayList<>(List.of(1, 2));
        Object[] values = {"", 1, 1L, 1.0, 1f, (short) 1, (byte) 1, true, 'c', BigDecimal.ONE, BigInteger.ONE,
            list, linked, hashed, list.subList(0, 1), list.iterator(), list.listIterator(), linked.keySet(),
            linked.values(), linked.entrySet(), linked.entrySet().iterator().next(),
            hashed.entrySet().iterator().next(), String.class};
        for (Object value : values) {
            Set<String> methods = new TreeSet<>();
            collect(value.getClass(), methods);
            System.out.println(value.getClass().getName() + " " + String.join(" ", methods));
        }
    }

    /** The methods that Velocity can call: those that a public class or interface declares. */
    private static void collect(Class<?> kind, Set<String> methods) {
        if (kind == null) return;
        if (Modifier.isPublic(kind.getModifiers()))
            for (Method method : kind.getDeclaredMethods())
                if (Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
                    methods.add(method.getName() + "/" + method.getParameterCount());
        collect(kind.getSuperclass(), methods);
        for (Class<?> each : kind.getInterfaces()) collect(each, methods);
    }
}
