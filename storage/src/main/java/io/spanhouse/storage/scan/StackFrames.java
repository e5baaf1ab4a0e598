package io.spanhouse.storage.scan;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads stack traces as runtimes print them and keeps of each frame the module or class and the function, so that the
 * same fault in two builds of a program looks the same.
 *
 * <pre>
 * Java, .NET      at shop.Cart.add(Cart.java:17)              shop.Cart.add
 * JavaScript      at add (/srv/cart.js:17:3)                  add
 * Python          File "/srv/cart.py", line 17, in add        cart.py add
 * Ruby            /srv/cart.rb:17:in `add'                    cart.rb add
 * Go, Rust        shop/cart.(*Cart).Add(0xc00001, 0x2)        shop/cart.(*Cart).Add
 * </pre>
 *
 * <p>A stack of which no line is recognised counts line by line, without what varies.
 */
final class StackFrames {
    private StackFrames() {}

    /** The top frames, at most so many. */
    static List<String> top(String stack, int framesMax) {
        List<String> lines = stack.lines().toList();
        List<String> frames = new ArrayList<>(framesMax);
        boolean newestLast = stack.startsWith("Traceback (most recent call last)");
        for (int i = 0; i < lines.size() && frames.size() < framesMax; i++) {
            // Python prints the innermost frame last, the others first.
            String frame = frame(lines.get(newestLast ? lines.size() - 1 - i : i));
            if (!frame.isEmpty()) {
                frames.add(ExceptionFingerprint.withoutVariables(frame, false));
            }
        }
        if (frames.isEmpty()) {
            for (String line : lines.subList(0, Math.min(framesMax, lines.size()))) {
                frames.add(ExceptionFingerprint.withoutVariables(line.strip(), true));
            }
        }
        return frames;
    }

    /** Module and function of a line, empty if it is no frame. */
    private static String frame(String line) {
        String text = line.strip();
        if (text.startsWith("at ")) {
            return beforeArguments(text.substring(3));
        }
        if (text.startsWith("File \"")) {
            return pythonFrame(text);
        }
        int rubyMark = text.indexOf(":in `");
        if (rubyMark < 0) {
            rubyMark = text.indexOf(":in '");
        }
        if (rubyMark >= 0) {
            return rubyFrame(text, rubyMark);
        }
        boolean indented = !line.isEmpty() && Character.isWhitespace(line.charAt(0));
        boolean goCall = !indented && text.endsWith(")") && text.indexOf('.') >= 0 && text.indexOf(' ') != 0;
        return goCall && text.indexOf('(') > 0 && text.indexOf(": ") < 0 ? beforeLastArguments(text) : "";
    }

    private static String beforeArguments(String call) {
        int source = call.indexOf(" in ");
        String function = source < 0 ? call : call.substring(0, source);
        int arguments = function.indexOf('(');
        String name = arguments < 0 ? function : function.substring(0, arguments);
        // A function without a name: what is left is where its file lies.
        return baseName(name.isBlank() ? function : name.strip());
    }

    private static String beforeLastArguments(String call) {
        return call.substring(0, call.lastIndexOf('(')).strip();
    }

    private static String pythonFrame(String text) {
        int close = text.indexOf('"', 6);
        if (close < 0) {
            return "";
        }
        int function = text.indexOf(", in ", close);
        String file = baseName(text.substring(6, close));
        return function < 0 ? file : file + ' ' + text.substring(function + 5).strip();
    }

    private static String rubyFrame(String text, int mark) {
        String place = text.substring(0, mark);
        int line = place.indexOf(':');
        String file = baseName(line < 0 ? place : place.substring(0, line));
        int close = text.indexOf('\'', mark + 5);
        return file + ' ' + text.substring(mark + 5, close < 0 ? text.length() : close);
    }

    private static String baseName(String path) {
        boolean looksLikePath = path.startsWith("/") || path.contains("://") || path.indexOf('\\') >= 0;
        int slash = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
        return looksLikePath && slash >= 0 ? path.substring(slash + 1) : path;
    }
}
