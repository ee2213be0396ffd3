package org.cimlet.report.html;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.cimlet.run.Result;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/// A report as the JDK's XML parser reads it: strict where browsers forgive.
record Page(String html, Document document) {

  static Page of(Result result) {
    return parse(HtmlReport.of(result));
  }

  /// Style and script are no XML and are taken out; everything else must be well-formed.
  static Page parse(String html) {
    String xml =
        html.replaceFirst("<!DOCTYPE html>", "")
            .replaceAll("(?s)<style>.*?</style>", "<style/>")
            .replaceAll("(?s)<script>.*?</script>", "<script/>");
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      return new Page(
          html, factory.newDocumentBuilder().parse(new InputSource(new StringReader(xml))));
    } catch (ParserConfigurationException | java.io.IOException | org.xml.sax.SAXException e) {
      throw new AssertionError("the report must be well-formed: " + e.getMessage(), e);
    }
  }

  /// Elements with a tag, in order.
  List<Element> all(String tag) {
    NodeList nodes = document.getElementsByTagName(tag);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }

  /// Elements with a tag and a class.
  List<Element> all(String tag, String css) {
    return all(tag).stream()
        .filter(element -> List.of(element.getAttribute("class").split(" ", -1)).contains(css))
        .toList();
  }

  /// The element with an id.
  Element byId(String id) {
    return all("*").stream()
        .filter(element -> element.getAttribute("id").equals(id))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no element with id " + id));
  }
}
