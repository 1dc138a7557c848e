namespace GitOpsGuard.Playground.Tests.Fields;

/// <summary>
/// Small stories of one object, seen on kube-apiserver v1.36.2 and written down as they were. A step is an operation
/// (<c>!</c> forces, <c>/status</c> is a subresource), a field manager and a body; what follows it is the answer: the
/// entries of managedFields in their order, or after <c>!</c> the message of the refusal.
/// </summary>
internal static class OwnershipCases
{
    private const string Text = """
        # A create owns the defaults, but not the structs that the server always writes
        create kubectl-create {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d","namespace":"t"},"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"w","image":"w:1","ports":[{"containerPort":80}]}]}}}}
        = kubectl-create Update apps/v1 {"f:spec":{"f:progressDeadlineSeconds":{},"f:replicas":{},"f:revisionHistoryLimit":{},"f:selector":{},"f:strategy":{"f:rollingUpdate":{".":{},"f:maxSurge":{},"f:maxUnavailable":{}},"f:type":{}},"f:template":{"f:metadata":{"f:labels":{".":{},"f:a":{}}},"f:spec":{"f:containers":{"k:{\"name\":\"w\"}":{".":{},"f:image":{},"f:imagePullPolicy":{},"f:name":{},"f:ports":{".":{},"k:{\"containerPort\":80,\"protocol\":\"TCP\"}":{".":{},"f:containerPort":{},"f:protocol":{}}},"f:resources":{},"f:terminationMessagePath":{},"f:terminationMessagePolicy":{}}},"f:dnsPolicy":{},"f:restartPolicy":{},"f:schedulerName":{},"f:securityContext":{},"f:terminationGracePeriodSeconds":{}}}}}

        # A create of a custom resource owns its spec
        create c {"apiVersion":"ex.dev/v1","kind":"Gizmo","metadata":{"name":"z","namespace":"t"},"spec":{"size":1,"tags":["x"],"parts":[{"id":"1"}],"labels":{"a":"b"},"sel":{"a":"1"},"plain":["p"],"any":{"deep":[1]}}}
        = c Update ex.dev/v1 {"f:spec":{".":{},"f:any":{".":{},"f:deep":{}},"f:labels":{".":{},"f:a":{}},"f:mode":{},"f:opt":{".":{},"f:x":{}},"f:parts":{".":{},"k:{\"id\":\"1\",\"kind\":\"std\"}":{".":{},"f:id":{},"f:kind":{}}},"f:plain":{},"f:sel":{},"f:size":{},"f:tags":{".":{},"v:\"x\"":{}}}}

        # A patch takes the field that it changes
        create a {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","namespace":"t"},"data":{"x":"1","y":"1"}}
        = a Update v1 {"f:data":{".":{},"f:x":{},"f:y":{}}}
        merge b {"data":{"x":"2"}}
        = a Update v1 {"f:data":{".":{},"f:y":{}}}
        = b Update v1 {"f:data":{"f:x":{}}}
        merge b {"data":{"x":"2"}}
        = a Update v1 {"f:data":{".":{},"f:y":{}}}
        = b Update v1 {"f:data":{"f:x":{}}}

        # A removed field belongs to nobody
        create a {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","namespace":"t"},"data":{"x":"1","y":"1"}}
        = a Update v1 {"f:data":{".":{},"f:x":{},"f:y":{}}}
        merge b {"data":{"x":null}}
        = a Update v1 {"f:data":{".":{},"f:y":{}}}
        merge b {"data":null}

        # An apply owns what it names, and shares equal values
        create a {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","namespace":"t"},"data":{"x":"1","y":"1"}}
        = a Update v1 {"f:data":{".":{},"f:x":{},"f:y":{}}}
        apply m {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","namespace":"t","labels":{"l":"1"}},"data":{"x":"1"}}
        = m Apply v1 {"f:data":{"f:x":{}},"f:metadata":{"f:labels":{"f:l":{}}}}
        = a Update v1 {"f:data":{".":{},"f:x":{},"f:y":{}}}

        # An apply of another value is a conflict until forced
        create kubectl-edit {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","namespace":"t"},"data":{"x":"1","y":"1"}}
        = kubectl-edit Update v1 {"f:data":{".":{},"f:x":{},"f:y":{}}}
        apply m {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","namespace":"t"},"data":{"x":"2","y":"2"}}
        ! Apply failed with 2 conflicts: conflicts with "kubectl-edit" using v1:\n- .data.x\n- .data.y
        apply! m {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","namespace":"t"},"data":{"x":"2","y":"2"}}
        = m Apply v1 {"f:data":{"f:x":{},"f:y":{}}}
        = kubectl-edit Update v1 {"f:data":{}}

        # A single conflict is told in one line
        apply one {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","namespace":"t"},"data":{"x":"1"}}
        = one Apply v1 {"f:data":{"f:x":{}}}
        apply two {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","namespace":"t"},"data":{"x":"2"}}
        ! Apply failed with 1 conflict: conflict with "one": .data.x

        # What an apply no longer names goes, unless others own it
        apply m {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","namespace":"t"},"data":{"x":"1","y":"1"}}
        = m Apply v1 {"f:data":{"f:x":{},"f:y":{}}}
        apply n {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","namespace":"t"},"data":{"y":"1"}}
        = n Apply v1 {"f:data":{"f:y":{}}}
        = m Apply v1 {"f:data":{"f:x":{},"f:y":{}}}
        apply m {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","namespace":"t"}}
        = n Apply v1 {"f:data":{"f:y":{}}}

        # Elements of lists belong to their owners
        apply m {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d","namespace":"t"},"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"w","image":"w:1"}]}}}}
        = m Apply apps/v1 {"f:spec":{"f:selector":{},"f:template":{"f:metadata":{"f:labels":{"f:a":{}}},"f:spec":{"f:containers":{"k:{\"name\":\"w\"}":{".":{},"f:image":{},"f:name":{}}}}}}}
        strategic inj {"spec":{"template":{"spec":{"containers":[{"name":"s","image":"s:1"}]}}}}
        = m Apply apps/v1 {"f:spec":{"f:selector":{},"f:template":{"f:metadata":{"f:labels":{"f:a":{}}},"f:spec":{"f:containers":{"k:{\"name\":\"w\"}":{".":{},"f:image":{},"f:name":{}}}}}}}
        = inj Update apps/v1 {"f:spec":{"f:template":{"f:spec":{"f:containers":{"k:{\"name\":\"s\"}":{".":{},"f:image":{},"f:imagePullPolicy":{},"f:name":{},"f:resources":{},"f:terminationMessagePath":{},"f:terminationMessagePolicy":{}}}}}}}
        apply m {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d","namespace":"t"},"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"w","image":"w:1","env":[{"name":"A","value":"1"}]}]}}}}
        = m Apply apps/v1 {"f:spec":{"f:selector":{},"f:template":{"f:metadata":{"f:labels":{"f:a":{}}},"f:spec":{"f:containers":{"k:{\"name\":\"w\"}":{".":{},"f:env":{"k:{\"name\":\"A\"}":{".":{},"f:name":{},"f:value":{}}},"f:image":{},"f:name":{}}}}}}}
        = inj Update apps/v1 {"f:spec":{"f:template":{"f:spec":{"f:containers":{"k:{\"name\":\"s\"}":{".":{},"f:image":{},"f:imagePullPolicy":{},"f:name":{},"f:resources":{},"f:terminationMessagePath":{},"f:terminationMessagePolicy":{}}}}}}}

        # An empty struct is owned as it stands
        apply m {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d","namespace":"t"},"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"w","image":"w:1"}]}}}}
        = m Apply apps/v1 {"f:spec":{"f:selector":{},"f:template":{"f:metadata":{"f:labels":{"f:a":{}}},"f:spec":{"f:containers":{"k:{\"name\":\"w\"}":{".":{},"f:image":{},"f:name":{}}}}}}}
        apply m2 {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d","namespace":"t"},"spec":{"template":{"spec":{"volumes":[{"name":"v","emptyDir":{}}]}}}}
        = m Apply apps/v1 {"f:spec":{"f:selector":{},"f:template":{"f:metadata":{"f:labels":{"f:a":{}}},"f:spec":{"f:containers":{"k:{\"name\":\"w\"}":{".":{},"f:image":{},"f:name":{}}}}}}}
        = m2 Apply apps/v1 {"f:spec":{"f:template":{"f:spec":{"f:volumes":{"k:{\"name\":\"v\"}":{".":{},"f:emptyDir":{},"f:name":{}}}}}}}

        # Sets, maps by key and atomic values of a custom resource
        apply m {"apiVersion":"ex.dev/v1","kind":"Gizmo","metadata":{"name":"z","namespace":"t"},"spec":{"size":1,"tags":["x","y"],"parts":[{"id":"1","n":1}],"sel":{"a":"1"},"plain":["p"]}}
        = m Apply ex.dev/v1 {"f:spec":{"f:parts":{"k:{\"id\":\"1\",\"kind\":\"std\"}":{".":{},"f:id":{},"f:n":{}}},"f:plain":{},"f:sel":{},"f:size":{},"f:tags":{"v:\"x\"":{},"v:\"y\"":{}}}}
        merge e {"spec":{"tags":["x","z"],"sel":{"a":"2"},"plain":["q"]}}
        = m Apply ex.dev/v1 {"f:spec":{"f:parts":{"k:{\"id\":\"1\",\"kind\":\"std\"}":{".":{},"f:id":{},"f:n":{}}},"f:size":{},"f:tags":{"v:\"x\"":{}}}}
        = e Update ex.dev/v1 {"f:spec":{"f:plain":{},"f:sel":{},"f:tags":{"v:\"z\"":{}}}}
        apply! m {"apiVersion":"ex.dev/v1","kind":"Gizmo","metadata":{"name":"z","namespace":"t"},"spec":{"size":1,"tags":["x"],"parts":[{"id":"1","n":2}]}}
        = m Apply ex.dev/v1 {"f:spec":{"f:parts":{"k:{\"id\":\"1\",\"kind\":\"std\"}":{".":{},"f:id":{},"f:n":{}}},"f:size":{},"f:tags":{"v:\"x\"":{}}}}
        = e Update ex.dev/v1 {"f:spec":{"f:plain":{},"f:sel":{},"f:tags":{"v:\"z\"":{}}}}

        # Status belongs to its subresource
        create a {"apiVersion":"ex.dev/v1","kind":"Gizmo","metadata":{"name":"z","namespace":"t"},"spec":{"size":1}}
        = a Update ex.dev/v1 {"f:spec":{".":{},"f:mode":{},"f:opt":{".":{},"f:x":{}},"f:size":{}}}
        merge/status s {"spec":{"size":5},"status":{"ok":true}}
        = a Update ex.dev/v1 {"f:spec":{".":{},"f:mode":{},"f:opt":{".":{},"f:x":{}},"f:size":{}}}
        = s Update ex.dev/v1/status {"f:status":{".":{},"f:ok":{}}}
        merge a2 {"spec":{"size":2},"status":{"ok":false}}
        = a Update ex.dev/v1 {"f:spec":{".":{},"f:mode":{},"f:opt":{".":{},"f:x":{}}}}
        = s Update ex.dev/v1/status {"f:status":{".":{},"f:ok":{}}}
        = a2 Update ex.dev/v1 {"f:spec":{"f:size":{}}}

        # Cleared entries stay away until an apply
        create a {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","namespace":"t"},"data":{"x":"1"}}
        = a Update v1 {"f:data":{".":{},"f:x":{}}}
        json r [{"op":"replace","path":"/metadata/managedFields","value":[{}]}]
        merge b {"data":{"x":"2"}}
        apply m {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","namespace":"t"},"data":{"y":"1"}}
        = m Apply v1 {"f:data":{"f:y":{}}}
        = before-first-apply Update v1 {"f:data":{".":{},"f:x":{}}}

        # Entries written by hand count
        create a {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","namespace":"t"},"data":{"x":"1","y":"1"}}
        = a Update v1 {"f:data":{".":{},"f:x":{},"f:y":{}}}
        json h [{"op":"replace","path":"/metadata/managedFields","value":[{"manager":"m","operation":"Apply","apiVersion":"v1","time":"2020-01-01T00:00:00Z","fieldsType":"FieldsV1","fieldsV1":{"f:data":{"f:x":{}}}}]}]
        = m Apply v1 {"f:data":{"f:x":{}}}
        apply m {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","namespace":"t"},"data":{"y":"1"}}
        = m Apply v1 {"f:data":{"f:y":{}}}

        # Malformed entries are passed over
        create a {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","namespace":"t"},"data":{"x":"1"}}
        = a Update v1 {"f:data":{".":{},"f:x":{}}}
        json h [{"op":"replace","path":"/metadata/managedFields","value":[{"manager":"m","operation":"Other"}]},{"op":"replace","path":"/data/x","value":"2"}]
        = a Update v1 {"f:data":{}}
        = h Update v1 {"f:data":{"f:x":{}}}

        # kubectl takes over what it applied from the client
        create kubectl-client-side-apply {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","namespace":"t","annotations":{"kubectl.kubernetes.io/last-applied-configuration":"{\"apiVersion\": \"v1\", \"kind\": \"ConfigMap\", \"metadata\": {\"name\": \"c\", \"namespace\": \"t\"}, \"data\": {\"x\": \"1\"}}"}},"data":{"x":"1"}}
        = kubectl-client-side-apply Update v1 {"f:data":{".":{},"f:x":{}},"f:metadata":{"f:annotations":{".":{},"f:kubectl.kubernetes.io/last-applied-configuration":{}}}}
        apply kubectl {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","namespace":"t"},"data":{"x":"2"}}
        = kubectl Apply v1 {"f:data":{"f:x":{}}}
        = kubectl-client-side-apply Update v1 {"f:data":{},"f:metadata":{"f:annotations":{".":{},"f:kubectl.kubernetes.io/last-applied-configuration":{}}}}

        # Owner references are told apart by uid, finalizers by value
        apply m {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","namespace":"t","finalizers":["a.b/c","a.b/d"],"ownerReferences":[{"apiVersion":"v1","kind":"X","name":"n","uid":"u1"}]}}
        = m Apply v1 {"f:metadata":{"f:finalizers":{"v:\"a.b/c\"":{},"v:\"a.b/d\"":{}},"f:ownerReferences":{"k:{\"uid\":\"u1\"}":{}}}}
        merge f {"metadata":{"finalizers":null}}
        = m Apply v1 {"f:metadata":{"f:ownerReferences":{"k:{\"uid\":\"u1\"}":{}}}}

        # A configuration of the wrong types is refused
        apply m {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","namespace":"t"},"data":{"x":1}}
        ! failed to create typed patch object (t/c; /v1, Kind=ConfigMap): .data.x: expected string, got &value.valueUnstructured{Value:1}

        # An element that occurs twice is refused
        apply m {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d","namespace":"t"},"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"w","image":"w:1"},{"name":"w","image":"w:2"}]}}}}
        ! failed to create typed patch object (t/d; apps/v1, Kind=Deployment): .spec.template.spec.containers: duplicate entries for key [name="w"]

        # A field that the schema lacks is refused
        apply m {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d","namespace":"t"},"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"w","imag":"w:1"}]}}}}
        ! failed to create typed patch object (t/d; apps/v1, Kind=Deployment): .spec.template.spec.containers[name="w"].imag: field not declared in schema
        """;

    /// <summary>The steps of each case, each with its answer, by title.</summary>
    public static IReadOnlyDictionary<string, List<(string Step, string Answer)>> All { get; } = Text
        .Split("# ", StringSplitOptions.RemoveEmptyEntries)
        .Select(story => story.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        .ToDictionary(lines => lines[0], lines => Steps(lines[1..]));

    private static List<(string Step, string Answer)> Steps(string[] lines)
    {
        var steps = new List<(string Step, string Answer)>();
        foreach (var line in lines)
        {
            if (!line.StartsWith('=') && !line.StartsWith('!')) steps.Add((line, ""));
            else steps[^1] = (steps[^1].Step, steps[^1].Answer.Length == 0 ? line : steps[^1].Answer + "\n" + line);
        }

        return steps;
    }
}
