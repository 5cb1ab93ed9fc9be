<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja" sourcelanguage="en">
    <context>
        <name>app/application.py</name>
        <message>
            <source>Shiage</source>
            <translation>Shiage</translation>
        </message>
    </context>
    <context>
        <name>app/coloring.py</name>
        <message>
            <source>This segment is being colored. Cancel it first, or wait for it and regenerate it.</source>
            <translation>このセグメントは彩色中です。先に中止するか、終わってから再生成してください。</translation>
        </message>
        <message>
            <source>This segment is colored by now. Regenerate makes another variation.</source>
            <translation>このセグメントはもう彩色されています。「再生成」で別のバリエーションを作れます。</translation>
        </message>
        <message>
            <source>The shot is cut otherwise by now, so this cannot be edited. Take it out of the queue, and generate again.</source>
            <translation>カットの分け方が変わったため、これは編集できません。キューから外して、もう一度生成してください。</translation>
        </message>
        <message>
            <source>This engine has no %1. Choose another colorizer.</source>
            <translation>このエンジンには%1がありません。別の彩色方式を選んでください。</translation>
        </message>
        <message>
            <source>New variation</source>
            <translation>新しいバリエーション</translation>
        </message>
        <message>
            <source>Generate</source>
            <translation>生成</translation>
        </message>
        <message>
            <source>Edit queued segment</source>
            <translation>待機中のセグメントを編集</translation>
        </message>
    </context>
    <context>
        <name>app/language/pieced.py</name>
        <message>
            <source>Red</source>
            <translation>赤</translation>
        </message>
        <message>
            <source>Dark red</source>
            <translation>暗い赤</translation>
        </message>
        <message>
            <source>Light red</source>
            <translation>明るい赤</translation>
        </message>
        <message>
            <source>Orange</source>
            <translation>オレンジ</translation>
        </message>
        <message>
            <source>Dark orange</source>
            <translation>暗いオレンジ</translation>
        </message>
        <message>
            <source>Light orange</source>
            <translation>明るいオレンジ</translation>
        </message>
        <message>
            <source>Yellow</source>
            <translation>黄</translation>
        </message>
        <message>
            <source>Dark yellow</source>
            <translation>暗い黄</translation>
        </message>
        <message>
            <source>Light yellow</source>
            <translation>明るい黄</translation>
        </message>
        <message>
            <source>Green</source>
            <translation>緑</translation>
        </message>
        <message>
            <source>Dark green</source>
            <translation>暗い緑</translation>
        </message>
        <message>
            <source>Light green</source>
            <translation>明るい緑</translation>
        </message>
        <message>
            <source>Turquoise</source>
            <translation>青緑</translation>
        </message>
        <message>
            <source>Dark turquoise</source>
            <translation>暗い青緑</translation>
        </message>
        <message>
            <source>Light turquoise</source>
            <translation>明るい青緑</translation>
        </message>
        <message>
            <source>Blue</source>
            <translation>青</translation>
        </message>
        <message>
            <source>Dark blue</source>
            <translation>暗い青</translation>
        </message>
        <message>
            <source>Light blue</source>
            <translation>明るい青</translation>
        </message>
        <message>
            <source>Violet</source>
            <translation>紫</translation>
        </message>
        <message>
            <source>Dark violet</source>
            <translation>暗い紫</translation>
        </message>
        <message>
            <source>Light violet</source>
            <translation>明るい紫</translation>
        </message>
        <message>
            <source>Pink</source>
            <translation>ピンク</translation>
        </message>
        <message>
            <source>Dark pink</source>
            <translation>暗いピンク</translation>
        </message>
        <message>
            <source>Light pink</source>
            <translation>明るいピンク</translation>
        </message>
        <message>
            <source>Brown</source>
            <translation>茶</translation>
        </message>
        <message>
            <source>Dark brown</source>
            <translation>暗い茶</translation>
        </message>
        <message>
            <source>Light brown</source>
            <translation>明るい茶</translation>
        </message>
        <message>
            <source>Gray</source>
            <translation>グレー</translation>
        </message>
        <message>
            <source>Dark gray</source>
            <translation>暗いグレー</translation>
        </message>
        <message>
            <source>Light gray</source>
            <translation>明るいグレー</translation>
        </message>
        <message>
            <source>%1 (%2)</source>
            <translation>%1 (%2)</translation>
        </message>
        <message>
            <source>%1: %2</source>
            <translation>%1：%2</translation>
        </message>
        <message>
            <source>Undo %1</source>
            <translation>元に戻す：%1</translation>
        </message>
        <message>
            <source>Redo %1</source>
            <translation>やり直し：%1</translation>
        </message>
        <message>
            <source>untrained</source>
            <translation>未学習</translation>
        </message>
        <message>
            <source>damaged</source>
            <translation>破損</translation>
        </message>
        <message>
            <source>%1 with alpha</source>
            <translation>%1（アルファ付き）</translation>
        </message>
        <message>
            <source>Working %1 %</source>
            <translation>彩色中 %1 %</translation>
        </message>
        <message>
            <source>to</source>
            <translation>～</translation>
        </message>
        <message>
            <source>or</source>
            <translation>または</translation>
        </message>
        <message>
            <source>On</source>
            <translation>オン</translation>
        </message>
        <message>
            <source>Off</source>
            <translation>オフ</translation>
        </message>
        <message>
            <source>read it</source>
            <translation>読む</translation>
        </message>
        <message>
            <source>%1 &gt; %2</source>
            <translation>%1 &gt; %2</translation>
        </message>
        <message>
            <source>number</source>
            <translation>番号で</translation>
        </message>
        <message>
            <source>locked</source>
            <translation>ロック中</translation>
        </message>
        <message>
            <source>shown</source>
            <translation>表示中</translation>
        </message>
        <message>
            <source>older</source>
            <translation>以前のもの</translation>
        </message>
        <message>
            <source>starred</source>
            <translation>スター付き</translation>
        </message>
        <message>
            <source>changed</source>
            <translation>変更あり</translation>
        </message>
        <message>
            <source>counting...</source>
            <translation>集計中…</translation>
        </message>
        <message>
            <source>missing</source>
            <translation>不足</translation>
        </message>
        <message>
            <source>wrong</source>
            <translation>不正</translation>
        </message>
        <message>
            <source>%1 missing</source>
            <translation>%1個不足</translation>
        </message>
        <message>
            <source>%1 wrong</source>
            <translation>%1個不正</translation>
        </message>
        <message>
            <source>before</source>
            <translation>前</translation>
        </message>
        <message>
            <source>after</source>
            <translation>後</translation>
        </message>
        <message>
            <source>frame</source>
            <translation>フレーム</translation>
        </message>
        <message>
            <source>drawing</source>
            <translation>動画</translation>
        </message>
        <message>
            <source>Onion skin: %1</source>
            <translation>オニオンスキン：%1</translation>
        </message>
        <message>
            <source>left</source>
            <translation>左</translation>
        </message>
        <message>
            <source>right</source>
            <translation>右</translation>
        </message>
        <message>
            <source>up</source>
            <translation>上</translation>
        </message>
        <message>
            <source>down</source>
            <translation>下</translation>
        </message>
        <message>
            <source>left of</source>
            <translation>左</translation>
        </message>
        <message>
            <source>right of</source>
            <translation>右</translation>
        </message>
        <message>
            <source>above</source>
            <translation>上</translation>
        </message>
        <message>
            <source>below</source>
            <translation>下</translation>
        </message>
        <message>
            <source>%1 s</source>
            <translation>%1秒</translation>
        </message>
        <message>
            <source>%1 min</source>
            <translation>%1分</translation>
        </message>
        <message>
            <source>about %1</source>
            <translation>約%1</translation>
        </message>
        <message>
            <source>LongAnimation lacks %1 of %2 parts.</source>
            <translation>LongAnimationに必要な%2個のうち%1個がありません。</translation>
        </message>
        <message>
            <source>LongAnimation lacks %1 of %2 parts%3.</source>
            <translation>LongAnimationに必要な%2個のうち%1個がありません%3。</translation>
        </message>
        <message>
            <source>LongAnimation lacks %1 of %2 parts (%3).</source>
            <translation>LongAnimationに必要な%2個のうち%1個がありません（%3）。</translation>
        </message>
        <message>
            <source>LongAnimation lacks %1 of %2 parts (%3)%4.</source>
            <translation>LongAnimationに必要な%2個のうち%1個がありません（%3）%4。</translation>
        </message>
        <message>
            <source>%1 drawing</source>
            <translation>動画%1枚</translation>
        </message>
        <message>
            <source>%1 drawings</source>
            <translation>動画%1枚</translation>
        </message>
        <message>
            <source>%1 key</source>
            <translation>%1個</translation>
        </message>
        <message>
            <source>%1 keys</source>
            <translation>%1個</translation>
        </message>
        <message>
            <source>Joins</source>
            <translation>つなぎ目</translation>
        </message>
        <message>
            <source>smooth</source>
            <translation>なめらか</translation>
        </message>
        <message>
            <source>Step %1 of %2</source>
            <translation>ステップ%1/%2</translation>
        </message>
        <message>
            <source>key</source>
            <translation>カラーキー</translation>
        </message>
        <message>
            <source>hold</source>
            <translation>止め</translation>
        </message>
        <message>
            <source>none</source>
            <translation>なし</translation>
        </message>
        <message>
            <source>any</source>
            <translation>任意</translation>
        </message>
        <message>
            <source>both</source>
            <translation>両方</translation>
        </message>
        <message>
            <source>codec</source>
            <translation>コーデック</translation>
        </message>
        <message>
            <source>size</source>
            <translation>サイズ</translation>
        </message>
        <message>
            <source>rate</source>
            <translation>フレームレート</translation>
        </message>
        <message>
            <source>vendor</source>
            <translation>ベンダー情報</translation>
        </message>
        <message>
            <source>timecode</source>
            <translation>タイムコード</translation>
        </message>
        <message>
            <source>start</source>
            <translation>開始位置</translation>
        </message>
        <message>
            <source>No such file or directory</source>
            <translation>ファイルまたはフォルダーがありません</translation>
        </message>
        <message>
            <source>Permission denied</source>
            <translation>アクセスが許可されていません</translation>
        </message>
        <message>
            <source>No space left on device</source>
            <translation>ディスクに空きがありません</translation>
        </message>
        <message>
            <source>Is a directory</source>
            <translation>フォルダーです</translation>
        </message>
        <message>
            <source>Not a directory</source>
            <translation>フォルダーではありません</translation>
        </message>
        <message>
            <source>File exists</source>
            <translation>ファイルがすでにあります</translation>
        </message>
        <message>
            <source>Input/output error</source>
            <translation>入出力エラー</translation>
        </message>
        <message>
            <source>Read-only file system</source>
            <translation>読み取り専用のディスクです</translation>
        </message>
    </context>
    <context>
        <name>app/media/batch.py</name>
        <message>
            <source>1 drawing cannot be read (%1 and %2 more); the others can be imported, and %3.</source>
            <translation>動画1枚を読み取れません（%1、ほか%2枚）。残りは読み込めます。%3。</translation>
        </message>
        <message>
            <source>1 drawing cannot be read (%1); the others can be imported, and %2.</source>
            <translation>動画1枚を読み取れません（%1）。残りは読み込めます。%2。</translation>
        </message>
        <message>
            <source>%1 drawings cannot be read (%2 and %3 more); the others can be imported, and %4.</source>
            <translation>動画%1枚を読み取れません（%2、ほか%3枚）。残りは読み込めます。%4。</translation>
        </message>
        <message>
            <source>%1 drawings cannot be read (%2); the others can be imported, and %3.</source>
            <translation>動画%1枚を読み取れません（%2）。残りは読み込めます。%3。</translation>
        </message>
        <message>
            <source>"%1" holds no shots; choose a folder with a folder or a movie for each shot.</source>
            <translation>「%1」にはカットがありません。カットごとのフォルダーかムービーが入ったフォルダーを選んでください。</translation>
        </message>
        <message>
            <source>Looking at shots</source>
            <translation>カットを確認中</translation>
        </message>
        <message>
            <source>There is something at "%1" already. Choose another name.</source>
            <translation>「%1」にはすでに何かあります。別の名前を選んでください。</translation>
        </message>
        <message>
            <source>1 number is missing; %1.</source>
            <translation>番号が1つ抜けています。%1。</translation>
        </message>
        <message>
            <source>%1 numbers are missing; %2.</source>
            <translation>番号が%1個抜けています。%2。</translation>
        </message>
        <message>
            <source>These pictures look painted.</source>
            <translation>これらの画像は彩色済みのようです。</translation>
        </message>
        <message>
            <source>Looking for shots was cancelled; nothing was imported.</source>
            <translation>カットの検索を中止しました。何も読み込んでいません。</translation>
        </message>
        <message>
            <source>"%1" cannot be read (%2); check the disk and try again.</source>
            <translation>「%1」を読み取れません（%2）。ディスクを確認して、もう一度試してください。</translation>
        </message>
    </context>
    <context>
        <name>app/media/checked.py</name>
        <message>
            <source>the check was stopped</source>
            <translation>確認は中止されました</translation>
        </message>
    </context>
    <context>
        <name>app/media/decoded.py</name>
        <message>
            <source>Pictures could not be written to "%1" (%2); free some space or check the rights, then try again.</source>
            <translation>「%1」に画像を書き込めませんでした（%2）。空き容量を増やすか書き込み権限を確認して、もう一度試してください。</translation>
        </message>
        <message>
            <source>The import was cancelled; nothing was kept.</source>
            <translation>読み込みを中止しました。何も保存されていません。</translation>
        </message>
    </context>
    <context>
        <name>app/media/edit.py</name>
        <message>
            <source>"%1" is used %2 times; it is one shot here.</source>
            <translation>「%1」は%2回使われています。ここでは1つのカットにします。</translation>
        </message>
        <message>
            <source>"%1" is not text; choose another file.</source>
            <translation>「%1」はテキストではありません。別のファイルを選んでください。</translation>
        </message>
        <message>
            <source>%1 is no frame rate; export the edit again.</source>
            <translation>%1はフレームレートではありません。編集データを書き出し直してください。</translation>
        </message>
        <message>
            <source>"%1" is too large for an edit; choose another file.</source>
            <translation>「%1」は編集データとしては大きすぎます。別のファイルを選んでください。</translation>
        </message>
        <message>
            <source>"%1" cannot be read (%2); choose another file.</source>
            <translation>「%1」を読み取れません（%2）。別のファイルを選んでください。</translation>
        </message>
    </context>
    <context>
        <name>app/media/edl.py</name>
        <message>
            <source>"%1" holds no shots: no line of it is an event of an edit decision list (CMX 3600).</source>
            <translation>「%1」にはカットがありません。EDL（CMX 3600）のイベントの行が1つもありません。</translation>
        </message>
        <message>
            <source>Line %1 is no event of an edit decision list (CMX 3600). It should have a number, a reel, a track, a kind of cut and four timecodes; export the edit again.</source>
            <translation>%1行目はEDL（CMX 3600）のイベントではありません。番号、リール、トラック、つなぎの種類、4つのタイムコードが必要です。編集データを書き出し直してください。</translation>
        </message>
        <message>
            <source>Line %1 ends before it begins; correct its timecodes.</source>
            <translation>%1行目は始まりより前に終わっています。タイムコードを直してください。</translation>
        </message>
        <message>
            <source>Dissolves and wipes (line %1) were laid out as cuts.</source>
            <translation>ディゾルブとワイプ（%1行目）はカットつなぎとして並べました。</translation>
        </message>
        <message>
            <source>Changes of speed (line %1) were left out; drawings stay at %2 fps.</source>
            <translation>速度変更（%1行目）は取り込まず、動画は%2 fpsのままです。</translation>
        </message>
        <message>
            <source>Line %1: %2</source>
            <translation>%1行目：%2</translation>
        </message>
    </context>
    <context>
        <name>app/media/export.py</name>
        <message>
            <source>with alpha</source>
            <translation>アルファ付き</translation>
        </message>
        <message>
            <source>%1 numbers between %2 and %3 have no frame; %4.</source>
            <translation>%2から%3までの番号のうち%1個にフレームがありません。%4。</translation>
        </message>
        <message>
            <source>The shot has no frames; import line art first.</source>
            <translation>このカットにはフレームがありません。先に線画を読み込んでください。</translation>
        </message>
        <message>
            <source>The shot has no frames from %1 to %2; choose a range within %3 to %4.</source>
            <translation>このカットにはフレーム%1～%2がありません。%3～%4の範囲で指定してください。</translation>
        </message>
        <message>
            <source>%1 has no alpha; choose ProRes 4444 or PNG, or export without alpha.</source>
            <translation>%1はアルファに対応していません。ProRes 4444またはPNGを選ぶか、アルファなしで書き出してください。</translation>
        </message>
        <message>
            <source>The export needs about %1, and %2 are kept for the project. The disk of %3 has %4 free; make room or choose another disk.</source>
            <translation>書き出しには約%1が必要で、ほかに%2をプロジェクト用に残します。%3のディスクの空きは%4です。空きを増やすか、別のディスクを選んでください。</translation>
        </message>
        <message>
            <source>%1 appeared while exporting; export again to get another name.</source>
            <translation>書き出し中に%1が作られました。もう一度書き出すと別の名前になります。</translation>
        </message>
        <message>
            <source>PNG %1 bit with alpha</source>
            <translation>PNG %1ビット、アルファ付き</translation>
        </message>
        <message>
            <source>PNG %1 bit</source>
            <translation>PNG %1ビット</translation>
        </message>
        <message>
            <source>%1 needs even sizes: the last column or row was repeated, from %2 x %3 to %4 x %5.</source>
            <translation>%1は偶数サイズが必要なため、最後の列または行を繰り返して%2×%3から%4×%5にしました。</translation>
        </message>
        <message>
            <source>The transfer is tagged sRGB, for review.</source>
            <translation>伝達特性は確認用にsRGBとして記録されています。</translation>
        </message>
        <message>
            <source>Flat areas were measured on %1 frames spread over the movie.</source>
            <translation>ベタ部分の色は、ムービー全体から選んだ%1フレームで測りました。</translation>
        </message>
        <message>
            <source>the sequence leaves them out too</source>
            <translation>連番でもその番号は抜けています</translation>
        </message>
        <message>
            <source>Writing</source>
            <translation>書き出し中</translation>
        </message>
        <message>
            <source>the movie runs on without them</source>
            <translation>ムービーはその分を詰めて続きます</translation>
        </message>
    </context>
    <context>
        <name>app/media/export_names.py</name>
        <message>
            <source>"%1" is not the whole path of a folder; choose the folder, or type its whole path.</source>
            <translation>「%1」はフォルダーの完全なパスではありません。フォルダーを選ぶか、完全なパスを入力してください。</translation>
        </message>
        <message>
            <source>Choose the folder, or type its whole path.</source>
            <translation>フォルダーを選ぶか、完全なパスを入力してください。</translation>
        </message>
        <message>
            <source>Nothing can be written into %1 (%2); choose another folder.</source>
            <translation>%1に書き込めません（%2）。別のフォルダーを選んでください。</translation>
        </message>
        <message>
            <source>The disk of %1 became full while writing; make room or choose another disk.</source>
            <translation>書き込み中に%1のディスクがいっぱいになりました。空きを増やすか、別のディスクを選んでください。</translation>
        </message>
        <message>
            <source>This kind of movie is a %1 file; name it %2%3.</source>
            <translation>この種類のムービーは%1ファイルです。名前を%2%3にしてください。</translation>
        </message>
        <message>
            <source>%1 exists already; choose another name, or allow it to be replaced.</source>
            <translation>%1はすでにあります。別の名前にするか、上書きを許可してください。</translation>
        </message>
        <message>
            <source>The folder %1 does not exist; make it, or choose another one.</source>
            <translation>フォルダー%1がありません。作成するか、別のフォルダーを選んでください。</translation>
        </message>
        <message>
            <source>%1 is a file; choose a folder to export into.</source>
            <translation>%1はファイルです。書き出し先のフォルダーを選んでください。</translation>
        </message>
        <message>
            <source>%1 holds the line art itself; choose another folder so that nothing mixes with it.</source>
            <translation>%1には線画そのものが入っています。混ざらないように別のフォルダーを選んでください。</translation>
        </message>
        <message>
            <source>The folder %1 cannot be read; choose another folder.</source>
            <translation>フォルダー%1を読み取れません。別のフォルダーを選んでください。</translation>
        </message>
    </context>
    <context>
        <name>app/media/export_png.py</name>
        <message>
            <source>%1 files were written instead of %2; export again into another folder.</source>
            <translation>%2個ではなく%1個のファイルが書き出されました。別のフォルダーにもう一度書き出してください。</translation>
        </message>
        <message>
            <source>%1 does not read back as it was written; check the disk, then export into another folder.</source>
            <translation>%1の内容が書き込んだものと一致しません。ディスクを確認し、別のフォルダーに書き出してください。</translation>
        </message>
    </context>
    <context>
        <name>app/media/export_types.py</name>
        <message>
            <source>%1 written to %2 (%3) and read back: %4.</source>
            <translation>%1を%2に書き出し（%3）、読み戻して確認しました：%4。</translation>
        </message>
        <message>
            <source>every pixel is identical</source>
            <translation>すべてのピクセルが一致</translation>
        </message>
        <message>
            <source>colors differ by at most %1/255 on average (no flat areas to measure)</source>
            <translation>色の差は平均で最大%1/255（測れるベタ部分なし）</translation>
        </message>
        <message>
            <source>colors on flat areas differ by at most %1/255</source>
            <translation>ベタ部分の色の差は最大%1/255</translation>
        </message>
        <message>
            <source>alpha by at most %1/255</source>
            <translation>アルファの差は最大%1/255</translation>
        </message>
        <message>
            <source>The export was cancelled; nothing was kept.</source>
            <translation>書き出しを中止しました。何も保存されていません。</translation>
        </message>
        <message>
            <source>Frame %1 came out as %2 %3 instead of %4; generate its segment again, then export.</source>
            <translation>フレーム%1が%4ではなく%2 %3になりました。そのセグメントを生成し直してから書き出してください。</translation>
        </message>
        <message>
            <source>%1 fps</source>
            <translation>%1 fps</translation>
        </message>
        <message>
            <source>timecode %1</source>
            <translation>タイムコード%1</translation>
        </message>
        <message>
            <source>Frame %1 cannot be exported: %2</source>
            <translation>フレーム%1を書き出せません：%2</translation>
        </message>
        <message>
            <source>Frame %1 cannot be exported: %2. Generate its segment again, then export.</source>
            <translation>フレーム%1を書き出せません：%2。そのセグメントを生成し直してから書き出してください。</translation>
        </message>
        <message>
            <source>Frame %1 cannot be exported: its drawing, key or take is not of the shot's size. Put the right one back, or reload the line art.</source>
            <translation>フレーム%1を書き出せません：動画、カラーキー、テイクのどれかのサイズがカットと違っています。正しいものに戻すか、線画を再読み込みしてください。</translation>
        </message>
    </context>
    <context>
        <name>app/media/hint_tracks.py</name>
        <message>
            <source>"%1" is not of the size of the line art.</source>
            <translation>「%1」のサイズが線画と違います。</translation>
        </message>
    </context>
    <context>
        <name>app/media/importer.py</name>
        <message>
            <source>Also found and left out: %1 and %2 more; import each as a shot of its own if you need it.</source>
            <translation>ほかに%1と、さらに%2件が見つかりましたが、読み込んでいません。必要なら、それぞれ別のカットとして読み込んでください。</translation>
        </message>
        <message>
            <source>Also found and left out: %1; import each as a shot of its own if you need it.</source>
            <translation>ほかに%1が見つかりましたが、読み込んでいません。必要なら、それぞれ別のカットとして読み込んでください。</translation>
        </message>
        <message>
            <source>Taking out the lines</source>
            <translation>線を抽出中</translation>
        </message>
        <message>
            <source>Reading the movie</source>
            <translation>ムービーを読み込み中</translation>
        </message>
        <message>
            <source>"%1" announces %2 but gives %3; check that its end is there.</source>
            <translation>「%1」は%2あるはずですが、%3しか読めません。末尾が欠けていないか確認してください。</translation>
        </message>
        <message>
            <source>%1 missing; %2.</source>
            <translation>%1がありません。%2。</translation>
        </message>
        <message>
            <source>Frame %1 is</source>
            <translation>フレーム%1</translation>
        </message>
        <message>
            <source>Frames %1 are</source>
            <translation>フレーム%1</translation>
        </message>
        <message>
            <source>Reading drawings</source>
            <translation>動画を読み込み中</translation>
        </message>
        <message>
            <source>"%1" has nothing between %2 and %3; move one of the two parts to another folder, or rename the file with the wrong number.</source>
            <translation>「%1」は%2から%3までの番号がありません。どちらかを別のフォルダーに移すか、番号の間違ったファイルの名前を直してください。</translation>
        </message>
        <message>
            <source>%1 missing; add the files, or import again with missing frames held or blank.</source>
            <translation>%1がありません。ファイルを追加するか、欠けたフレームを止めまたは白紙にして読み込み直してください。</translation>
        </message>
        <message>
            <source>Drawings are numbered in steps of %1; each is held for %2 frames.</source>
            <translation>動画の番号は%1つおきです。それぞれ%2コマ打ちになります。</translation>
        </message>
        <message>
            <source>%1 damaged and left out; %2.</source>
            <translation>%1は破損しているため除きました。%2。</translation>
        </message>
        <message>
            <source>%1 damaged and left out.</source>
            <translation>%1は破損しているため除きました。</translation>
        </message>
        <message>
            <source>"%1" is %2 x %3 but most pictures are %4 x %5 and %6 more differ; export all frames at one size, or move the odd ones to another folder.</source>
            <translation>「%1」は%2×%3ですが、ほとんどの画像は%4×%5で、違うものがさらに%6個あります。すべて同じサイズで書き出すか、違うものを別のフォルダーに移してください。</translation>
        </message>
        <message>
            <source>"%1" is %2 x %3 but most pictures are %4 x %5; export all frames at one size, or move the odd ones to another folder.</source>
            <translation>「%1」は%2×%3ですが、ほとんどの画像は%4×%5です。すべて同じサイズで書き出すか、違うものを別のフォルダーに移してください。</translation>
        </message>
        <message>
            <source>The lines were taken as light on dark paper; switch this in the shot if it is wrong.</source>
            <translation>暗い紙に明るい線として読み込みました。違う場合はカット設定で切り替えてください。</translation>
        </message>
        <message>
            <source>These pictures look painted; import them again with the lines taken out if they are not line art.</source>
            <translation>これらの画像は塗られているようです。線画でなければ、線を抽出して読み込み直してください。</translation>
        </message>
        <message>
            <source>Looking for pictures</source>
            <translation>画像を検索中</translation>
        </message>
        <message>
            <source>%1 more of these files cannot be read either.</source>
            <translation>ほかに%1個のファイルも読み取れません。</translation>
        </message>
        <message>
            <source>"%1" is damaged or incomplete; save or copy it again.</source>
            <translation>「%1」は破損しているか不完全です。保存またはコピーし直してください。</translation>
        </message>
    </context>
    <context>
        <name>app/media/keys.py</name>
        <message>
            <source>This picture shows few of the drawing's lines: this frame stays without them, and with "Color lines as the keys do" so do the frames that are colored from it.</source>
            <translation>この画像には動画の線がほとんどありません。このフレームは線のないままになり、「線をカラーキーの色にする」がオンだと、これをもとに彩色されるフレームの線も消えます。</translation>
        </message>
        <message>
            <source>Scale it from %1 x %2 to %3 x %4, and fill the rest with the color of its border.</source>
            <translation>%1×%2から%3×%4に拡大・縮小し、残りを縁の色で埋めます。</translation>
        </message>
        <message>
            <source>Keep its size and center it: %1.</source>
            <translation>サイズを変えずに中央に置く：%1。</translation>
        </message>
        <message>
            <source>"%1" is %2 x %3 but the line art is %4 x %5; choose how to fit it, or save it at that size.</source>
            <translation>「%1」は%2×%3ですが、線画は%4×%5です。合わせ方を選ぶか、そのサイズで保存し直してください。</translation>
        </message>
        <message>
            <source>The picture is %1 x %2 but the line art is %3 x %4; choose how to fit it, or save it at that size.</source>
            <translation>画像は%1×%2ですが、線画は%3×%4です。合わせ方を選ぶか、そのサイズで保存し直してください。</translation>
        </message>
        <message>
            <source>Scale it from %1 x %2 to %3 x %4; the proportions are the same.</source>
            <translation>%1×%2から%3×%4に拡大・縮小します。縦横比は同じです。</translation>
        </message>
        <message>
            <source>Frame %1 is not in this shot, which has frames %2 to %3; choose one of these.</source>
            <translation>フレーム%1はこのカット（フレーム%2～%3）にありません。範囲内のフレームを選んでください。</translation>
        </message>
        <message>
            <source>The pasted picture is of a kind Shiage does not read; save it as PNG and drop the file.</source>
            <translation>貼り付けた画像はShiageで読めない種類です。PNGで保存してファイルをドロップしてください。</translation>
        </message>
        <message>
            <source>left and right</source>
            <translation>左右</translation>
        </message>
        <message>
            <source>top and bottom</source>
            <translation>上下</translation>
        </message>
        <message>
            <source>This key has no color; lay a colored picture if that was not meant.</source>
            <translation>このカラーキーには色がありません。意図したものでなければ、彩色した画像を置いてください。</translation>
        </message>
        <message>
            <source>This picture does not seem to belong to this drawing; check the frame number.</source>
            <translation>この画像はこの動画のものではないようです。フレーム番号を確認してください。</translation>
        </message>
        <message>
            <source>cut %1 pixels in all off %2</source>
            <translation>%2から合計%1ピクセル切り取る</translation>
        </message>
        <message>
            <source>This key seems to lie %1 its drawing; align it, or keep it as it is.</source>
            <translation>このカラーキーは動画より%1にずれているようです。位置を合わせるか、そのまま使ってください。</translation>
        </message>
        <message>
            <source>1 pixel %1</source>
            <translation>%1に1ピクセル</translation>
        </message>
        <message>
            <source>%1 pixels %2</source>
            <translation>%2に%1ピクセル</translation>
        </message>
        <message>
            <source>add %1 pixels in all of its border color %2</source>
            <translation>%2に縁の色を合計%1ピクセル足す</translation>
        </message>
        <message>
            <source>Move it %1.</source>
            <translation>%1へ動かす。</translation>
        </message>
    </context>
    <context>
        <name>app/media/laying_out.py</name>
        <message>
            <source>The shots in "%1" stand in the order of the edit now.</source>
            <translation>「%1」のカットを編集データの順に並べました。</translation>
        </message>
        <message>
            <source>"%1" was left out: %2</source>
            <translation>「%1」は読み込めませんでした：%2</translation>
        </message>
        <message>
            <source>It has a project here already.</source>
            <translation>ここにはすでにプロジェクトがあります。</translation>
        </message>
        <message>
            <source>No line art was found for it.</source>
            <translation>線画が見つかりませんでした。</translation>
        </message>
        <message>
            <source>It is not in the edit.</source>
            <translation>編集データにありません。</translation>
        </message>
        <message>
            <source>The edit shows %1; %2 of them is there.</source>
            <translation>編集では%1使われますが、%2フレームしかありません。</translation>
        </message>
        <message>
            <source>The edit shows %1; %2 of them are there.</source>
            <translation>編集では%1使われますが、%2フレームしかありません。</translation>
        </message>
        <message>
            <source>1 shot was imported into "%1".</source>
            <translation>1カットを「%1」に読み込みました。</translation>
        </message>
        <message>
            <source>%1 shots were imported into "%2".</source>
            <translation>%1カットを「%2」に読み込みました。</translation>
        </message>
        <message>
            <source>No shot was imported.</source>
            <translation>カットは読み込まれませんでした。</translation>
        </message>
        <message>
            <source>Stopped; import the rest at any time.</source>
            <translation>中止しました。残りはいつでも読み込めます。</translation>
        </message>
        <message>
            <source>%1 more were left out.</source>
            <translation>ほかに%1カットを読み込めませんでした。</translation>
        </message>
    </context>
    <context>
        <name>app/media/mov_atoms.py</name>
        <message>
            <source>the file has no movie header</source>
            <translation>ファイルにムービーヘッダーがありません</translation>
        </message>
        <message>
            <source>%1 has no whole movie header</source>
            <translation>%1のムービーヘッダーが不完全です</translation>
        </message>
    </context>
    <context>
        <name>app/media/movie.py</name>
        <message>
            <source>ProRes 422 HQ</source>
            <translation>ProRes 422 HQ</translation>
        </message>
        <message>
            <source>ProRes 4444</source>
            <translation>ProRes 4444</translation>
        </message>
        <message>
            <source>encoder=Apple %1</source>
            <translation>encoder=Apple %1</translation>
        </message>
        <message>
            <source>The movie encoder stopped in the middle; export again, and see the log if it repeats.</source>
            <translation>ムービーのエンコーダーが途中で止まりました。もう一度書き出し、繰り返す場合はログを確認してください。</translation>
        </message>
        <message>
            <source>The movie encoder could not be started; repair the installation.</source>
            <translation>ムービーのエンコーダーを起動できませんでした。インストールを修復してください。</translation>
        </message>
    </context>
    <context>
        <name>app/media/other_shot.py</name>
        <message>
            <source>"%1" cannot be read; open it to see why, or choose another shot.</source>
            <translation>「%1」を読み取れません。開いて原因を確かめるか、別のカットを選んでください。</translation>
        </message>
    </context>
    <context>
        <name>app/media/otio.py</name>
        <message>
            <source>Color</source>
            <translation>彩色</translation>
        </message>
        <message>
            <source>Video</source>
            <translation>ビデオ</translation>
        </message>
    </context>
    <context>
        <name>app/media/otio_edit.py</name>
        <message>
            <source>"%1" holds no timeline; export the edit as OpenTimelineIO again.</source>
            <translation>「%1」にはタイムラインがありません。編集データをOpenTimelineIOで書き出し直してください。</translation>
        </message>
        <message>
            <source>"%1" holds no shots: there is no clip on a video track of it.</source>
            <translation>「%1」にはカットがありません。ビデオトラックにクリップがありません。</translation>
        </message>
        <message>
            <source>%1 is no time; export the edit again.</source>
            <translation>%1は時間ではありません。編集データを書き出し直してください。</translation>
        </message>
        <message>
            <source>"%1" is no OpenTimelineIO file: it is not whole (line %2). Export the edit again.</source>
            <translation>「%1」は完全なOpenTimelineIOファイルではありません（%2行目）。編集データを書き出し直してください。</translation>
        </message>
        <message>
            <source>"%1" is no OpenTimelineIO file: it is not whole. Export the edit again.</source>
            <translation>「%1」は完全なOpenTimelineIOファイルではありません。編集データを書き出し直してください。</translation>
        </message>
        <message>
            <source>The clip "%1" does not say how long it is.</source>
            <translation>クリップ「%1」に長さがありません。</translation>
        </message>
        <message>
            <source>The edit is nested too deeply; flatten it and export it again.</source>
            <translation>編集の入れ子が深すぎます。入れ子を解いて書き出し直してください。</translation>
        </message>
        <message>
            <source>Dissolves and wipes were laid out as cuts.</source>
            <translation>ディゾルブとワイプはカットつなぎとして並べました。</translation>
        </message>
        <message>
            <source>Changes of speed were left out; drawings stay at their own rate.</source>
            <translation>速度変更は取り込まず、動画は元のレートのままです。</translation>
        </message>
        <message>
            <source>What is nested in the edit was laid out as one shot each.</source>
            <translation>編集の入れ子は、それぞれ1カットとして並べました。</translation>
        </message>
        <message>
            <source>without a name</source>
            <translation>名前なし</translation>
        </message>
    </context>
    <context>
        <name>app/media/readback.py</name>
        <message>
            <source>frame count</source>
            <translation>フレーム数</translation>
        </message>
        <message>
            <source>color tags</source>
            <translation>カラータグ</translation>
        </message>
        <message>
            <source>frame color tags</source>
            <translation>フレームのカラータグ</translation>
        </message>
        <message>
            <source>colors on flat areas</source>
            <translation>ベタ部分の色</translation>
        </message>
        <message>
            <source>colors on flat areas on average</source>
            <translation>ベタ部分の平均色</translation>
        </message>
        <message>
            <source>colors of whole frames</source>
            <translation>フレーム全体の色</translation>
        </message>
        <message>
            <source>Checking</source>
            <translation>確認中</translation>
        </message>
        <message>
            <source>The finished movie shows %1 frames instead of %2; export again.</source>
            <translation>できたムービーは%2フレームではなく%1フレームです。もう一度書き出してください。</translation>
        </message>
        <message>
            <source>The finished movie could not be decoded; export again, and see the log if it repeats.</source>
            <translation>できたムービーをデコードできませんでした。もう一度書き出し、繰り返す場合はログを確認してください。</translation>
        </message>
        <message>
            <source>The finished movie cannot be read back (%1); export again.</source>
            <translation>できたムービーを読み戻せません（%1）。もう一度書き出してください。</translation>
        </message>
        <message>
            <source>The finished movie has the wrong %1 (%2 instead of %3); nothing was kept. Export again, or choose another format.</source>
            <translation>できたムービーの%1が違います（%3ではなく%2）。何も保存されていません。もう一度書き出すか、別の形式を選んでください。</translation>
        </message>
        <message>
            <source>The finished movie is not true to the frames: %1 off by %2/255, at most %3 is allowed. Nothing was kept; export as PNG or ProRes 4444 instead.</source>
            <translation>できたムービーがフレームと一致しません：%1の差が%2/255で、許容は最大%3です。何も保存されていません。PNGかProRes 4444で書き出してください。</translation>
        </message>
    </context>
    <context>
        <name>app/media/reader.py</name>
        <message>
            <source>"%1" is damaged or cut off after frame %2; copy it again or export it again.</source>
            <translation>「%1」はフレーム%2以降が破損しているか途切れています。コピーまたは書き出しをやり直してください。</translation>
        </message>
        <message>
            <source>The movie decoder could not be started (%1); repair the installation of Shiage.</source>
            <translation>ムービーのデコーダーを起動できませんでした（%1）。Shiageのインストールを修復してください。</translation>
        </message>
        <message>
            <source>"%1" is not a movie Shiage can read; export it again as MP4 or MOV.</source>
            <translation>「%1」はShiageで読めるムービーではありません。MP4またはMOVで書き出し直してください。</translation>
        </message>
        <message>
            <source>"%1" holds no readable frames; copy it again or export it again.</source>
            <translation>「%1」には読めるフレームがありません。コピーまたは書き出しをやり直してください。</translation>
        </message>
        <message>
            <source>"%1" cannot be decoded; copy it again or export it again as MP4 or MOV.</source>
            <translation>「%1」をデコードできません。コピーし直すか、MP4またはMOVで書き出し直してください。</translation>
        </message>
        <message>
            <source>"%1" holds sound but no picture; choose a movie with pictures.</source>
            <translation>「%1」には音声だけで映像がありません。映像のあるムービーを選んでください。</translation>
        </message>
        <message>
            <source>"%1" is not there; check the path or choose the movie again.</source>
            <translation>「%1」がありません。パスを確認するか、ムービーを選び直してください。</translation>
        </message>
        <message>
            <source>"%1" cannot be read (%2); check the disk and the rights.</source>
            <translation>「%1」を読み取れません（%2）。ディスクとアクセス権を確認してください。</translation>
        </message>
        <message>
            <source>The movie decoder is missing; repair the installation of Shiage.</source>
            <translation>ムービーのデコーダーがありません。Shiageのインストールを修復してください。</translation>
        </message>
        <message>
            <source>"%1" is empty; copy it again or export it again.</source>
            <translation>「%1」は空です。コピーまたは書き出しをやり直してください。</translation>
        </message>
    </context>
    <context>
        <name>app/media/relinking.py</name>
        <message>
            <source>%1 of %2 drawings found unchanged</source>
            <translation>%2枚の動画のうち%1枚が変更なしで見つかりました</translation>
        </message>
        <message>
            <source>"%1" was decoded into the project; import "%2" again to renew it.</source>
            <translation>「%1」はプロジェクトの中に展開されています。更新するには「%2」を読み込み直してください。</translation>
        </message>
        <message>
            <source>"%1" now holds numbers far from each other; remove the file with the wrong one.</source>
            <translation>「%1」の番号が大きく離れています。番号の間違ったファイルを取り除いてください。</translation>
        </message>
        <message>
            <source>%1 more cannot be read.</source>
            <translation>ほかに%1枚が読み込めません。</translation>
        </message>
        <message>
            <source>%1 gone</source>
            <translation>%1枚なし</translation>
        </message>
        <message>
            <source>%1; the other drawings are as they were.</source>
            <translation>%1。ほかの動画はそのままです。</translation>
        </message>
        <message>
            <source>Look at %1.</source>
            <translation>%1を確認してください。</translation>
        </message>
        <message>
            <source>"%1" and the folders in it hold none of the %2 drawings of "%3"; choose the folder they are in.</source>
            <translation>「%1」とその中のフォルダーには「%3」の動画%2枚が1枚もありません。動画のあるフォルダーを選んでください。</translation>
        </message>
        <message>
            <source>What was found is in "%1".</source>
            <translation>見つかった動画は「%1」にあります。</translation>
        </message>
        <message>
            <source>None of the drawings of "%1" can be read now. Wait until they are all there.</source>
            <translation>「%1」の動画が今は1枚も読み込めません。すべて揃うまでお待ちください。</translation>
        </message>
        <message>
            <source>All %1 drawings are as they were.</source>
            <translation>動画%1枚に変更はありません。</translation>
        </message>
        <message>
            <source>%1 changed</source>
            <translation>変更%1</translation>
        </message>
        <message>
            <source>%1 new</source>
            <translation>新規%1</translation>
        </message>
        <message>
            <source>The folder "%1" cannot be opened; choose the one the drawings are in now.</source>
            <translation>フォルダー「%1」を開けません。動画が今あるフォルダーを選んでください。</translation>
        </message>
        <message>
            <source>1 has another content than before</source>
            <translation>1枚は内容が以前と違います</translation>
        </message>
        <message>
            <source>%1 have another content than before</source>
            <translation>%1枚は内容が以前と違います</translation>
        </message>
        <message>
            <source>1 is still missing</source>
            <translation>1枚はまだ見つかりません</translation>
        </message>
        <message>
            <source>%1 are still missing</source>
            <translation>%1枚はまだ見つかりません</translation>
        </message>
        <message>
            <source>Looking for moved files was cancelled; nothing was changed.</source>
            <translation>移動したファイルの検索を中止しました。何も変更していません。</translation>
        </message>
        <message>
            <source>Looking through folders</source>
            <translation>フォルダーを検索中</translation>
        </message>
        <message>
            <source>"%1" is %2 x %3 but the shot is %4 x %5; export it at that size, or import the drawings as a new shot.</source>
            <translation>「%1」は%2×%3ですが、カットは%4×%5です。そのサイズで書き出すか、新しいカットとして読み込んでください。</translation>
        </message>
    </context>
    <context>
        <name>app/media/seams.py</name>
        <message>
            <source>slight step</source>
            <translation>わずかな段差</translation>
        </message>
        <message>
            <source>clear step</source>
            <translation>明らかな段差</translation>
        </message>
        <message>
            <source>the measure was stopped</source>
            <translation>計測は中止されました</translation>
        </message>
    </context>
    <context>
        <name>app/media/sequence.py</name>
        <message>
            <source>line art</source>
            <translation>線画</translation>
        </message>
        <message>
            <source>"%1" is not a picture or movie Shiage reads; choose PNG, TIFF, TGA, JPEG, WebP, PSD or a movie.</source>
            <translation>「%1」はShiageで読める画像やムービーではありません。PNG、TIFF、TGA、JPEG、WebP、PSDまたはムービーを選んでください。</translation>
        </message>
        <message>
            <source>Nothing was chosen; choose a folder, pictures or a movie.</source>
            <translation>何も選ばれていません。フォルダー、画像またはムービーを選んでください。</translation>
        </message>
        <message>
            <source>"%1" holds no pictures; choose a folder with PNG, TIFF, TGA, JPEG, WebP or PSD files.</source>
            <translation>「%1」には画像がありません。PNG、TIFF、TGA、JPEG、WebP、PSDファイルのあるフォルダーを選んでください。</translation>
        </message>
        <message>
            <source>The folder "%1" is not there; check the path.</source>
            <translation>フォルダー「%1」がありません。パスを確認してください。</translation>
        </message>
        <message>
            <source>No file in "%1" is named like "%2"; check the name and the number of digits.</source>
            <translation>「%1」に「%2」のような名前のファイルがありません。名前と桁数を確認してください。</translation>
        </message>
        <message>
            <source>The folder "%1" cannot be opened (%2); check the disk and the rights on it.</source>
            <translation>フォルダー「%1」を開けません（%2）。ディスクとアクセス権を確認してください。</translation>
        </message>
        <message>
            <source>Looking for pictures was cancelled; nothing was imported.</source>
            <translation>画像の検索を中止しました。何も読み込まれていません。</translation>
        </message>
        <message>
            <source>"%1" is not there; check the path or choose the files again.</source>
            <translation>「%1」がありません。パスを確認するか、ファイルを選び直してください。</translation>
        </message>
    </context>
    <context>
        <name>app/media/sheets.py</name>
        <message>
            <source>Pasted sheet</source>
            <translation>貼り付けたシート</translation>
        </message>
        <message>
            <source>The model sheet "%1" cannot be read: %2</source>
            <translation>モデルシート「%1」を読み取れません：%2</translation>
        </message>
    </context>
    <context>
        <name>app/media/takes.py</name>
        <message>
            <source>Take %1 could not be deleted</source>
            <translation>テイク%1を削除できませんでした</translation>
        </message>
        <message>
            <source>Take %1 could not be brought back</source>
            <translation>テイク%1を戻せませんでした</translation>
        </message>
        <message>
            <source>%1 holds other frames than it says</source>
            <translation>%1の中のフレームが記載と違います</translation>
        </message>
        <message>
            <source>%1 is cut short</source>
            <translation>%1は途中で切れています</translation>
        </message>
        <message>
            <source>The takes of "%1" cannot be read (%2). Check the disk, then open it again.</source>
            <translation>「%1」のテイクを読み取れません（%2）。ディスクを確認して、開き直してください。</translation>
        </message>
        <message>
            <source>%1 cannot be read: %2</source>
            <translation>%1を読み取れません：%2</translation>
        </message>
        <message>
            <source>%1: its file is gone. Generate the segment again if you need it.</source>
            <translation>%1：ファイルがなくなっています。必要ならセグメントを生成し直してください。</translation>
        </message>
        <message>
            <source>%1 (%2). Close what else shows the file, then try again.</source>
            <translation>%1（%2）。このファイルを開いているものを閉じて、もう一度試してください。</translation>
        </message>
    </context>
    <context>
        <name>app/media/timeline_export.py</name>
        <message>
            <source>take %1</source>
            <translation>テイク%1</translation>
        </message>
        <message>
            <source>Wrote "%1" with 1 clip, and %2 pictures beside it.</source>
            <translation>「%1」をクリップ1個で書き出し、画像%2枚をそばに置きました。</translation>
        </message>
        <message>
            <source>Wrote "%1" with %2 clips, and %3 pictures beside it.</source>
            <translation>「%1」をクリップ%2個で書き出し、画像%3枚をそばに置きました。</translation>
        </message>
        <message>
            <source>Shot</source>
            <translation>カット</translation>
        </message>
        <message>
            <source>Note</source>
            <translation>メモ</translation>
        </message>
        <message>
            <source>Key %1</source>
            <translation>カラーキー%1</translation>
        </message>
    </context>
    <context>
        <name>app/media/whereabouts.py</name>
        <message>
            <source>the search was stopped</source>
            <translation>検索は中止されました</translation>
        </message>
    </context>
    <context>
        <name>app/paint/copying.py</name>
        <message>
            <source>Painted</source>
            <translation>手塗り</translation>
        </message>
        <message>
            <source>A picture could not be packed as PNG; free some memory and try again.</source>
            <translation>画像をPNGにできませんでした。メモリの空きを増やして、もう一度試してください。</translation>
        </message>
    </context>
    <context>
        <name>app/paths.py</name>
        <message>
            <source>Untitled</source>
            <translation>名称未設定</translation>
        </message>
        <message>
            <source>%1 %2.shiage</source>
            <translation>%1 %2.shiage</translation>
        </message>
    </context>
    <context>
        <name>app/project/adobe_palettes.py</name>
        <message>
            <source>Adobe swatch exchange file</source>
            <translation>Adobe Swatch Exchangeファイル</translation>
        </message>
        <message>
            <source>Photoshop swatches file</source>
            <translation>Photoshopスウォッチファイル</translation>
        </message>
        <message>
            <source>This Photoshop swatches file has a color of a book of inks; save it in RGB first.</source>
            <translation>このPhotoshopスウォッチファイルにはインクのカラーブックの色があります。先にRGBで保存してください。</translation>
        </message>
        <message>
            <source>This %1 is cut short. Copy it again, or choose another one.</source>
            <translation>この%1は途中で切れています。コピーし直すか、別のものを選んでください。</translation>
        </message>
        <message>
            <source>This is no Adobe swatch exchange file. Choose another file.</source>
            <translation>Adobe Swatch Exchangeファイルではありません。別のファイルを選んでください。</translation>
        </message>
        <message>
            <source>This Adobe swatch exchange file has a color without a value; choose another one.</source>
            <translation>このAdobe Swatch Exchangeファイルには値のない色があります。別のものを選んでください。</translation>
        </message>
        <message>
            <source>This is no Photoshop swatches file. Choose another file.</source>
            <translation>Photoshopスウォッチファイルではありません。別のファイルを選んでください。</translation>
        </message>
        <message>
            <source>This Adobe swatch exchange file has a color in "%1"; save it in RGB, or choose another one.</source>
            <translation>このAdobe Swatch Exchangeファイルには「%1」の色があります。RGBで保存するか、別のものを選んでください。</translation>
        </message>
    </context>
    <context>
        <name>app/project/autosave.py</name>
        <message>
            <source>The project could not be saved because of a fault in Shiage. Save it as a copy, and look at the log.</source>
            <translation>Shiageの不具合のためプロジェクトを保存できませんでした。コピーとして保存し、ログを確認してください。</translation>
        </message>
    </context>
    <context>
        <name>app/project/color_names.py</name>
        <message>
            <source>Black</source>
            <translation>黒</translation>
        </message>
        <message>
            <source>White</source>
            <translation>白</translation>
        </message>
        <message>
            <source>Beige</source>
            <translation>ベージュ</translation>
        </message>
    </context>
    <context>
        <name>app/project/colorizers.py</name>
        <message>
            <source>Open Color &gt; Set up LongAnimation to see what to do.</source>
            <translation>「彩色 &gt; LongAnimationのセットアップ」で確認してください。</translation>
        </message>
        <message>
            <source>Quick</source>
            <translation>速い</translation>
        </message>
        <message>
            <source>A first look, in a fifth of the steps of Final</source>
            <translation>最初の確認用。最終の5分の1のステップ数です</translation>
        </message>
        <message>
            <source>Standard</source>
            <translation>標準</translation>
        </message>
        <message>
            <source>To work with: half the steps of Final</source>
            <translation>作業用。最終の半分のステップ数です</translation>
        </message>
        <message>
            <source>Final</source>
            <translation>最終</translation>
        </message>
        <message>
            <source>For the finished shot: all 50 steps, and no short cuts</source>
            <translation>完成カット用。50ステップすべてを省略なしで行います</translation>
        </message>
        <message>
            <source>Draft</source>
            <translation>Draft</translation>
        </message>
        <message>
            <source>%1 does not read prompts; %2 does.</source>
            <translation>%1はプロンプトを読みません。読むのは%2です。</translation>
        </message>
    </context>
    <context>
        <name>app/project/concerns.py</name>
        <message>
            <source>Unsure color</source>
            <translation>不確かな色</translation>
        </message>
        <message>
            <source>Color not in the keys</source>
            <translation>カラーキーにない色</translation>
        </message>
        <message>
            <source>Unpainted</source>
            <translation>塗り残し</translation>
        </message>
        <message>
            <source>Leak</source>
            <translation>色漏れ</translation>
        </message>
        <message>
            <source>Flicker</source>
            <translation>ちらつき</translation>
        </message>
        <message>
            <source>Color step at a join</source>
            <translation>つなぎ目の色の段差</translation>
        </message>
        <message>
            <source>%1, frame %2</source>
            <translation>%1、フレーム%2</translation>
        </message>
        <message>
            <source>%1, frames %2 to %3</source>
            <translation>%1、フレーム%2～%3</translation>
        </message>
    </context>
    <context>
        <name>app/project/errors.py</name>
        <message>
            <source>The disk is full, so "%1" was not saved. Free some space and save again.</source>
            <translation>ディスクがいっぱいで「%1」を保存できませんでした。空きを増やして保存し直してください。</translation>
        </message>
        <message>
            <source>"%1" cannot be read (%2). Check the disk or the rights on the folder, then open it again.</source>
            <translation>「%1」を読み取れません（%2）。ディスクまたはフォルダーのアクセス権を確認して、開き直してください。</translation>
        </message>
        <message>
            <source>Shiage may not write into "%1". Save the project as a copy in a folder of yours.</source>
            <translation>Shiageは「%1」に書き込めません。自分のフォルダーにプロジェクトのコピーを保存してください。</translation>
        </message>
        <message>
            <source>The folder "%1" is gone. Bring it back, or save the project as a copy elsewhere.</source>
            <translation>フォルダー「%1」がなくなっています。元に戻すか、別の場所にコピーを保存してください。</translation>
        </message>
        <message>
            <source>"%1" could not be saved (%2). Check the disk and save again.</source>
            <translation>「%1」を保存できませんでした（%2）。ディスクを確認して保存し直してください。</translation>
        </message>
    </context>
    <context>
        <name>app/project/format.py</name>
        <message>
            <source>1 key waits outside the line art, which has frames %1 to %2.</source>
            <translation>線画（フレーム%1～%2）の外にカラーキーが1つあります。</translation>
        </message>
        <message>
            <source>%1 keys wait outside the line art, which has frames %2 to %3.</source>
            <translation>線画（フレーム%2～%3）の外にカラーキーが%1個あります。</translation>
        </message>
        <message>
            <source>does not say which format it has</source>
            <translation>形式の記載がない</translation>
        </message>
        <message>
            <source>"%1" was saved by a newer Shiage (%2). Update Shiage, then open it again.</source>
            <translation>「%1」は新しいShiage（%2）で保存されています。Shiageを更新してから開いてください。</translation>
        </message>
        <message>
            <source>has two shots with the same id</source>
            <translation>同じIDのカットが2つある</translation>
        </message>
        <message>
            <source>is empty</source>
            <translation>空になっている</translation>
        </message>
        <message>
            <source>is not the text of a project</source>
            <translation>プロジェクトのテキストではない</translation>
        </message>
        <message>
            <source>has a shot whose id %1 cannot name a folder</source>
            <translation>カットのID %1はフォルダー名に使えない</translation>
        </message>
        <message>
            <source>has the frame rate "%1"</source>
            <translation>フレームレートが「%1」になっている</translation>
        </message>
        <message>
            <source>has segments of %1 frames that share %2</source>
            <translation>%1フレームのセグメントが%2フレームも重なっている</translation>
        </message>
        <message>
            <source>has line art without a frame</source>
            <translation>フレームのない線画がある</translation>
        </message>
        <message>
            <source>has two marks for the same take</source>
            <translation>同じテイクの印が2つある</translation>
        </message>
        <message>
            <source>has a note on frames that end before they begin</source>
            <translation>メモのフレーム範囲が逆になっている</translation>
        </message>
        <message>
            <source>has two hints with the same id</source>
            <translation>同じIDのヒントが2つある</translation>
        </message>
        <message>
            <source>has two palettes with the same name</source>
            <translation>同じ名前のパレットが2つある</translation>
        </message>
        <message>
            <source>has the old format %1, which this Shiage cannot read</source>
            <translation>形式%1が古く、このShiageでは読めない</translation>
        </message>
        <message>
            <source>holds something unexpected: %1</source>
            <translation>想定外の内容がある：%1</translation>
        </message>
        <message>
            <source>has a range from frame %1 back to %2</source>
            <translation>フレーム%1から%2への逆向きの範囲がある</translation>
        </message>
        <message>
            <source>has two keys on frame %1</source>
            <translation>フレーム%1にカラーキーが2つある</translation>
        </message>
        <message>
            <source>has line art in which frame %1 is left out</source>
            <translation>線画のフレーム%1が抜けている</translation>
        </message>
        <message>
            <source>has a line art frame "%1"</source>
            <translation>線画のフレームが「%1」になっている</translation>
        </message>
        <message>
            <source>has a hint of the color %1</source>
            <translation>ヒントの色が%1になっている</translation>
        </message>
        <message>
            <source>has a hint whose anchors are not one on a frame, in order</source>
            <translation>ヒントのアンカーが1フレームに1つずつ順に並んでいない</translation>
        </message>
        <message>
            <source>has a hint on frames that end before they begin</source>
            <translation>始まる前に終わるフレームのヒントがある</translation>
        </message>
        <message>
            <source>has a swatch "%1"</source>
            <translation>スウォッチが「%1」になっている</translation>
        </message>
        <message>
            <source>is cut short</source>
            <translation>途中で切れている</translation>
        </message>
        <message>
            <source>is broken at line %1</source>
            <translation>%1行目が壊れている</translation>
        </message>
    </context>
    <context>
        <name>app/project/lock.py</name>
        <message>
            <source>"%1" is open in Shiage on this computer since %2. Close it there, then open it here.</source>
            <translation>「%1」は%2からこのコンピューターのShiageで開かれています。そちらを閉じてから、ここで開いてください。</translation>
        </message>
        <message>
            <source>"%1" is open in Shiage on the computer "%2" since %3. Close it there, then open it here.</source>
            <translation>「%1」は%3からコンピューター「%2」のShiageで開かれています。そちらを閉じてから、ここで開いてください。</translation>
        </message>
        <message>
            <source>"%1" was opened elsewhere, so it is no longer saved from here. Save a copy to keep what you did.</source>
            <translation>「%1」はほかで開かれたため、ここからはもう保存されません。作業を残すにはコピーを保存してください。</translation>
        </message>
    </context>
    <context>
        <name>app/project/model.py</name>
        <message>
            <source>the drawing before is held</source>
            <translation>直前の動画を止めで使います</translation>
        </message>
        <message>
            <source>blank frames stand in</source>
            <translation>代わりに白紙のフレームを使います</translation>
        </message>
    </context>
    <context>
        <name>app/project/palette_files.py</name>
        <message>
            <source>GIMP palette</source>
            <translation>GIMPパレット</translation>
        </message>
        <message>
            <source>Adobe swatch exchange</source>
            <translation>Adobeスウォッチ交換</translation>
        </message>
        <message>
            <source>Adobe colors</source>
            <translation>Adobeカラー</translation>
        </message>
        <message>
            <source>OpenToonz palette</source>
            <translation>OpenToonzパレット</translation>
        </message>
        <message>
            <source>This %1 is damaged: %2. Save it again in its program, or choose another one.</source>
            <translation>この%1は破損しています：%2。元のソフトで保存し直すか、別のものを選んでください。</translation>
        </message>
        <message>
            <source>A palette file ends in %1 or %2, not in "%3"; choose another.</source>
            <translation>パレットファイルの拡張子は%1または%2です。「%3」ではありません。別のものを選んでください。</translation>
        </message>
        <message>
            <source>This palette file holds no colors; choose another one.</source>
            <translation>このパレットファイルには色がありません。別のものを選んでください。</translation>
        </message>
        <message>
            <source>Palettes are written as %1, not as "%2"; choose one of these.</source>
            <translation>パレットの書き出し形式は%1です。「%2」にはできません。いずれかを選んでください。</translation>
        </message>
        <message>
            <source>This is no GIMP palette. Choose another file.</source>
            <translation>GIMPパレットではありません。別のファイルを選んでください。</translation>
        </message>
        <message>
            <source>This OpenToonz palette is packed; save it as text (.tpl) and choose it again.</source>
            <translation>このOpenToonzパレットは圧縮されています。テキスト（.tpl）で保存して選び直してください。</translation>
        </message>
        <message>
            <source>This is no OpenToonz palette: it has no styles. Choose another file.</source>
            <translation>OpenToonzパレットではありません。スタイルがありません。別のファイルを選んでください。</translation>
        </message>
        <message>
            <source>the style "%1" has a value out of range</source>
            <translation>スタイル「%1」の値が範囲外です</translation>
        </message>
        <message>
            <source>it is no whole XML</source>
            <translation>XMLが不完全です</translation>
        </message>
        <message>
            <source>the style "%1" has no color</source>
            <translation>スタイル「%1」に色がありません</translation>
        </message>
        <message>
            <source>line %1 has a value above 255</source>
            <translation>%1行目に255を超える値があります</translation>
        </message>
        <message>
            <source>line %1 is no color</source>
            <translation>%1行目は色ではありません</translation>
        </message>
    </context>
    <context>
        <name>app/project/palettes.py</name>
        <message>
            <source>Day</source>
            <translation>昼</translation>
        </message>
    </context>
    <context>
        <name>app/project/staleness.py</name>
        <message>
            <source>Empty</source>
            <translation>未彩色</translation>
        </message>
        <message>
            <source>Queued</source>
            <translation>待機中</translation>
        </message>
        <message>
            <source>Working</source>
            <translation>彩色中</translation>
        </message>
        <message>
            <source>Ready</source>
            <translation>完了</translation>
        </message>
        <message>
            <source>Stale</source>
            <translation>要更新</translation>
        </message>
        <message>
            <source>Failed</source>
            <translation>失敗</translation>
        </message>
        <message>
            <source>Locked</source>
            <translation>ロック中</translation>
        </message>
    </context>
    <context>
        <name>app/project/storage.py</name>
        <message>
            <source>The %1 of "%2" %3, so the copy of %4 was opened. %5</source>
            <translation>「%2」の%1に問題がある（%3）ため、%4の控えを開きました。%5</translation>
        </message>
        <message>
            <source>The %1 file is kept as %2/%3.</source>
            <translation>問題のあったファイル（%1）は%2/%3に残してあります。</translation>
        </message>
        <message>
            <source>The %1 of "%2" is missing, so the copy of %3 was opened. Check it and save.</source>
            <translation>「%2」の%1がないため、%3の控えを開きました。内容を確認して保存してください。</translation>
        </message>
        <message>
            <source>A project cannot be copied into itself. Choose a folder outside it.</source>
            <translation>プロジェクトをその中にコピーすることはできません。外のフォルダーを選んでください。</translation>
        </message>
        <message>
            <source>"%1" cannot be opened: its %2 %3, and there is no earlier copy of it. Put back a copy of your own; keys and takes are still in the folder.</source>
            <translation>「%1」を開けません。%2に問題があり（%3）、以前の控えもありません。自分の控えを戻してください。カラーキーとテイクはフォルダーに残っています。</translation>
        </message>
        <message>
            <source>The %1 file is untouched.</source>
            <translation>問題のあったファイル（%1）はそのままです。</translation>
        </message>
        <message>
            <source>The copy needs %1 GB and there is less on the disk of "%2". Free some space or choose another disk.</source>
            <translation>コピーには%1 GB必要ですが、「%2」のディスクの空きが足りません。空きを増やすか、別のディスクを選んでください。</translation>
        </message>
        <message>
            <source>"%1" is not a Shiage project: there is no %2 in it. Choose a folder whose name ends in %3.</source>
            <translation>「%1」はShiageのプロジェクトではありません。中に%2がありません。名前が%3で終わるフォルダーを選んでください。</translation>
        </message>
    </context>
    <context>
        <name>app/project/timing.py</name>
        <message>
            <source>"%1" is not a frame; type %2, or +10 to go ten frames on.</source>
            <translation>「%1」はフレームではありません。%2のように、または10フレーム進むには+10と入力してください。</translation>
        </message>
        <message>
            <source>1 frame</source>
            <translation>1フレーム</translation>
        </message>
        <message>
            <source>%1 frames</source>
            <translation>%1フレーム</translation>
        </message>
        <message>
            <source>frame %1</source>
            <translation>フレーム%1</translation>
        </message>
        <message>
            <source>frames %1</source>
            <translation>フレーム%1</translation>
        </message>
        <message>
            <source>"%1" is not a frame rate; write for example 24, 23.976 or 30000/1001.</source>
            <translation>「%1」はフレームレートではありません。24、23.976、30000/1001のように入力してください。</translation>
        </message>
        <message>
            <source>The frame rate "%1" is out of range; choose one above 0 and up to %2.</source>
            <translation>フレームレート「%1」は範囲外です。0より大きく%2以下にしてください。</translation>
        </message>
        <message>
            <source>Drop-frame timecode does not exist at %1 fps; write the timecode with colons only.</source>
            <translation>%1 fpsにドロップフレームのタイムコードはありません。区切りをコロンだけにしてください。</translation>
        </message>
        <message>
            <source>"%1" is not a timecode; write it as hours:minutes:seconds:frames, 01:00:00:00.</source>
            <translation>「%1」はタイムコードではありません。時:分:秒:フレーム（01:00:00:00）の形で入力してください。</translation>
        </message>
        <message>
            <source>There is no timecode "%1" at %2 fps; correct it and try again.</source>
            <translation>%2 fpsにタイムコード「%1」はありません。直してもう一度試してください。</translation>
        </message>
        <message>
            <source>%1 more</source>
            <translation>ほか%1</translation>
        </message>
    </context>
    <context>
        <name>app/project/unfinished.py</name>
        <message>
            <source>%1 not colored yet and will show line art on white</source>
            <translation>%1未彩色で、白地に線画が表示されます</translation>
        </message>
        <message>
            <source>%1 stale, colored from earlier keys or lines</source>
            <translation>%1要更新（以前のカラーキーまたは線で彩色）です</translation>
        </message>
        <message>
            <source>%1 colored with untrained weights: those colors mean nothing</source>
            <translation>%1未学習モデルで彩色されています。その色に意味はありません</translation>
        </message>
        <message>
            <source>%1 has no color yet</source>
            <translation>%1フレームが未彩色です</translation>
        </message>
        <message>
            <source>%1 have no color yet</source>
            <translation>%1フレームが未彩色です</translation>
        </message>
        <message>
            <source>%1 colored with untrained weights</source>
            <translation>%1未学習モデルで彩色されています</translation>
        </message>
        <message>
            <source>1 frame is</source>
            <translation>1フレームが</translation>
        </message>
        <message>
            <source>%1 frames are</source>
            <translation>%1フレームが</translation>
        </message>
        <message>
            <source>Of these, %1.</source>
            <translation>このうち、%1。</translation>
        </message>
    </context>
    <context>
        <name>app/render/background.py</name>
        <message>
            <source>The engine could not be started (%1). Run the set-up command again.</source>
            <translation>エンジンを起動できませんでした（%1）。セットアップをやり直してください。</translation>
        </message>
    </context>
    <context>
        <name>app/render/client.py</name>
        <message>
            <source>the engine closed its stream</source>
            <translation>エンジンとの通信が閉じられました</translation>
        </message>
        <message>
            <source>the engine's messages cannot be read: %1</source>
            <translation>エンジンからのメッセージを読めません：%1</translation>
        </message>
    </context>
    <context>
        <name>app/render/engine_process.py</name>
        <message>
            <source>The engine stopped while starting. See the engine log, or run the set-up command again.</source>
            <translation>エンジンが起動中に止まりました。エンジンのログを確認するか、セットアップをやり直してください。</translation>
        </message>
        <message>
            <source>The engine was stopped while it was starting. Try again.</source>
            <translation>エンジンの起動が中止されました。もう一度試してください。</translation>
        </message>
        <message>
            <source>The shot cannot be handed to the engine: it is too long, or a name or text in it is not valid. Rename its files, or split the shot.</source>
            <translation>カットをエンジンに渡せません。長すぎるか、使えない名前や文字があります。ファイル名を変えるか、カットを分けてください。</translation>
        </message>
        <message>
            <source>%1 (exit code %2)%3</source>
            <translation>%1（終了コード%2）%3</translation>
        </message>
        <message>
            <source>The engine is not running. Try again to start it.</source>
            <translation>エンジンが動いていません。もう一度試すと起動します。</translation>
        </message>
        <message>
            <source>The engine did not answer within %1 seconds. Try again.</source>
            <translation>エンジンが%1秒以内に応答しませんでした。もう一度試してください。</translation>
        </message>
        <message>
            <source>The engine could not be tied to the app (%1). Try again.</source>
            <translation>エンジンをアプリにつなげませんでした（%1）。もう一度試してください。</translation>
        </message>
        <message>
            <source>The engine speaks version %1 of the protocol and the app version %2. Run the set-up command again to bring both to the same version.</source>
            <translation>エンジンのプロトコルはバージョン%1、アプリは%2です。セットアップをやり直して同じバージョンにしてください。</translation>
        </message>
    </context>
    <context>
        <name>app/render/faults.py</name>
        <message>
            <source>The shot cannot be colored as it stands: %1</source>
            <translation>このままではカットを彩色できません：%1</translation>
        </message>
        <message>
            <source>%1 Until then, color with Draft.</source>
            <translation>%1それまではDraftで彩色してください。</translation>
        </message>
        <message>
            <source>There was not enough memory. Close other programs, or use Draft, and try again.</source>
            <translation>メモリが足りません。ほかのソフトを閉じるか、Draftを使って、もう一度試してください。</translation>
        </message>
        <message>
            <source>Coloring was cancelled; what was finished is kept.</source>
            <translation>彩色を中止しました。できた分は残ります。</translation>
        </message>
        <message>
            <source>The engine met an error and stopped this job; finished segments are kept. Try again.</source>
            <translation>エンジンでエラーが起き、この作業は止まりました。できたセグメントは残ります。もう一度試してください。</translation>
        </message>
        <message>
            <source>something in it is not valid.</source>
            <translation>使えない内容が含まれています。</translation>
        </message>
    </context>
    <context>
        <name>app/render/queue.py</name>
        <message>
            <source>The engine stopped twice at frames %1-%2. See the engine log, then try again.</source>
            <translation>フレーム%1～%2でエンジンが2回止まりました。エンジンのログを確認して、もう一度試してください。</translation>
        </message>
        <message>
            <source>The engine stopped unexpectedly and was started again; finished segments are kept.</source>
            <translation>エンジンが突然止まったため、起動し直しました。できたセグメントは残っています。</translation>
        </message>
    </context>
    <context>
        <name>app/render/requests.py</name>
        <message>
            <source>There is no line art yet. Drop a folder of line art on the window first.</source>
            <translation>まだ線画がありません。先に線画のフォルダーをウィンドウにドロップしてください。</translation>
        </message>
        <message>
            <source>There is no colored key yet. Drop a colored picture on a frame of the timeline, or paint a frame, first.</source>
            <translation>まだカラーキーがありません。先に彩色した画像をタイムラインのフレームにドロップするか、フレームを塗ってください。</translation>
        </message>
        <message>
            <source>This segment is locked. Unlock it first.</source>
            <translation>このセグメントはロックされています。先にロックを解除してください。</translation>
        </message>
        <message>
            <source>Frame %1 of the line art is missing. Add the file, or set missing frames to Hold or Blank.</source>
            <translation>線画のフレーム%1がありません。ファイルを追加するか、欠けたフレームを止めまたは白紙に設定してください。</translation>
        </message>
        <message>
            <source>"%1" has a name Shiage cannot pass on. Rename the file or its folder, then add it again.</source>
            <translation>「%1」の名前はShiageで扱えません。ファイルまたはフォルダーの名前を変えて、追加し直してください。</translation>
        </message>
    </context>
    <context>
        <name>app/render/runner.py</name>
        <message>
            <source>killed after cancel</source>
            <translation>中止後に強制終了</translation>
        </message>
    </context>
    <context>
        <name>app/render/weights_tool.py</name>
        <message>
            <source>weights tool</source>
            <translation>モデルデータのツール</translation>
        </message>
        <message>
            <source>The search for weights ended too early. Try again, or look into the log.</source>
            <translation>モデルデータの検索が途中で終わりました。もう一度試すか、ログを確認してください。</translation>
        </message>
        <message>
            <source>App and engine do not fit together. Run the set-up command again.</source>
            <translation>アプリとエンジンのバージョンが合いません。セットアップをやり直してください。</translation>
        </message>
    </context>
    <context>
        <name>app/settings.py</name>
        <message>
            <source>The damaged file is kept as "%1".</source>
            <translation>破損したファイルは「%1」として残してあります。</translation>
        </message>
        <message>
            <source>Some settings were damaged (%1) and are back at their default. %2</source>
            <translation>一部の設定（%1）が破損していたため、初期値に戻しました。%2</translation>
        </message>
        <message>
            <source>The damaged file could not be kept.</source>
            <translation>破損したファイルは残せませんでした。</translation>
        </message>
        <message>
            <source>The settings were damaged, so Shiage starts with its own. %1</source>
            <translation>設定が破損していたため、Shiageは初期設定で起動します。%1</translation>
        </message>
        <message>
            <source>The settings could not be saved in "%1" (%2). Check that folder; your project is not affected.</source>
            <translation>設定を「%1」に保存できませんでした（%2）。フォルダーを確認してください。プロジェクトには影響ありません。</translation>
        </message>
        <message>
            <source>The settings cannot be read (%1). Shiage starts with its own.</source>
            <translation>設定を読み取れません（%1）。Shiageは初期設定で起動します。</translation>
        </message>
    </context>
    <context>
        <name>app/ui/actions/color_menu.py</name>
        <message>
            <source>Color every segment that is empty or stale</source>
            <translation>未彩色または要更新のセグメントをすべて彩色します</translation>
        </message>
        <message>
            <source>Generate this segment</source>
            <translation>このセグメントを生成</translation>
        </message>
        <message>
            <source>Color the selected segment next</source>
            <translation>選択したセグメントを次に彩色します</translation>
        </message>
        <message>
            <source>Regenerate as a new variation</source>
            <translation>新しいバリエーションで再生成</translation>
        </message>
        <message>
            <source>Color the selected segment another way; the take there is stays</source>
            <translation>選択したセグメントを別の結果で彩色します。今のテイクは残ります</translation>
        </message>
        <message>
            <source>Cancel coloring</source>
            <translation>彩色を中止</translation>
        </message>
        <message>
            <source>Stop the segment under way, and the others asked for with it; finished segments stay</source>
            <translation>処理中のセグメントと、一緒に頼んだものを中止します。できたセグメントは残ります</translation>
        </message>
        <message>
            <source>Pause coloring</source>
            <translation>彩色を一時停止</translation>
        </message>
        <message>
            <source>Stop for now, or go on; all stays queued, the segment under way begins anew</source>
            <translation>いったん止める、または続ける。キューはすべて残り、処理中のセグメントは最初からやり直し</translation>
        </message>
        <message>
            <source>Cancel everything in the queue</source>
            <translation>キューをすべて中止</translation>
        </message>
        <message>
            <source>Stop, and take everything that waits out of the queue; finished segments stay</source>
            <translation>止めて、待機中のものをすべてキューから外します。できたセグメントは残ります</translation>
        </message>
        <message>
            <source>Cancel this segment</source>
            <translation>このセグメントを中止</translation>
        </message>
        <message>
            <source>Edit what waits...</source>
            <translation>待機中のものを編集…</translation>
        </message>
        <message>
            <source>Move to the front of the queue</source>
            <translation>キューの先頭へ移動</translation>
        </message>
        <message>
            <source>Earlier in the queue</source>
            <translation>キューで前へ</translation>
        </message>
        <message>
            <source>Later in the queue</source>
            <translation>キューで後ろへ</translation>
        </message>
        <message>
            <source>Lock segment</source>
            <translation>セグメントをロック</translation>
        </message>
        <message>
            <source>A locked segment is never colored again by itself</source>
            <translation>ロックしたセグメントは自動では彩色し直されません</translation>
        </message>
        <message>
            <source>Show this take</source>
            <translation>このテイクを表示</translation>
        </message>
        <message>
            <source>Compare with this take</source>
            <translation>このテイクと比較</translation>
        </message>
        <message>
            <source>Delete take</source>
            <translation>テイクを削除</translation>
        </message>
        <message>
            <source>Put the take marked in the list into the trash</source>
            <translation>リストで選んだテイクをごみ箱に入れます</translation>
        </message>
        <message>
            <source>Show take in folder</source>
            <translation>テイクをフォルダーで表示</translation>
        </message>
        <message>
            <source>Star take</source>
            <translation>テイクにスターを付ける</translation>
        </message>
        <message>
            <source>A starred take is kept when takes are tidied away</source>
            <translation>スター付きのテイクは整理しても残ります</translation>
        </message>
        <message>
            <source>Note on take...</source>
            <translation>テイクにメモ…</translation>
        </message>
        <message>
            <source>A few words on the take marked in the list</source>
            <translation>リストで選んだテイクに短いメモを付けます</translation>
        </message>
        <message>
            <source>Color hint tool</source>
            <translation>色ヒントツール</translation>
        </message>
        <message>
            <source>Click on the picture where a color is wrong: the place keeps the hint's color through the shot</source>
            <translation>色が違う場所をクリックします。その場所はカットを通してヒントの色になります</translation>
        </message>
        <message>
            <source>Color of the hint...</source>
            <translation>ヒントの色…</translation>
        </message>
        <message>
            <source>For the selected hint, else for the next one</source>
            <translation>選択中のヒント、なければ次に置くヒントの色です</translation>
        </message>
        <message>
            <source>Next color hint</source>
            <translation>次の色ヒント</translation>
        </message>
        <message>
            <source>Select it, and go to the frame it was put on</source>
            <translation>選択して、置いたフレームに移動します</translation>
        </message>
        <message>
            <source>Previous color hint</source>
            <translation>前の色ヒント</translation>
        </message>
        <message>
            <source>Remove color hint</source>
            <translation>色ヒントを削除</translation>
        </message>
        <message>
            <source>Take the selected hint off all its frames</source>
            <translation>選択したヒントをすべてのフレームから外します</translation>
        </message>
        <message>
            <source>Add prompt...</source>
            <translation>プロンプトを追加…</translation>
        </message>
        <message>
            <source>Say in words what the lines do not</source>
            <translation>線では伝わらないことを言葉で伝えます</translation>
        </message>
        <message>
            <source>Edit prompt...</source>
            <translation>プロンプトを編集…</translation>
        </message>
        <message>
            <source>Remove prompt</source>
            <translation>プロンプトを削除</translation>
        </message>
        <message>
            <source>Set up LongAnimation...</source>
            <translation>LongAnimationのセットアップ…</translation>
        </message>
        <message>
            <source>Take the selected segment out of the queue</source>
            <translation>選択したセグメントをキューから外します</translation>
        </message>
        <message>
            <source>Another variation, reference or quality for the selected segment, at its place in the queue</source>
            <translation>選択したセグメントのバリエーション、参照、品質を、キューでの位置はそのままで変えます</translation>
        </message>
        <message>
            <source>Queue</source>
            <translation>キュー</translation>
        </message>
        <message>
            <source>Show, and export, the take marked in the list</source>
            <translation>リストで選んだテイクを表示し、書き出しにも使います</translation>
        </message>
        <message>
            <source>Wipe between the shown take and the one marked</source>
            <translation>表示中のテイクと選んだテイクをワイプで比べます</translation>
        </message>
        <message>
            <source>Where the file of the take marked in the list lies</source>
            <translation>リストで選んだテイクのファイルの場所を開きます</translation>
        </message>
        <message>
            <source>Color hints</source>
            <translation>色ヒント</translation>
        </message>
        <message>
            <source>Change the words or frames of the prompt selected or here</source>
            <translation>選択中またはここのプロンプトの言葉やフレームを変えます</translation>
        </message>
        <message>
            <source>Take away the prompt selected or here</source>
            <translation>選択中またはここのプロンプトを取り除きます</translation>
        </message>
        <message>
            <source>See which of its files are here, download them, or use those you have</source>
            <translation>必要なファイルの有無を確認し、ダウンロードするか手元のものを使います</translation>
        </message>
        <message>
            <source>Palette</source>
            <translation>パレット</translation>
        </message>
    </context>
    <context>
        <name>app/ui/actions/color_model.py</name>
        <message>
            <source>Model sheets</source>
            <translation>モデルシート</translation>
        </message>
        <message>
            <source>Show model sheets</source>
            <translation>モデルシートを表示</translation>
        </message>
        <message>
            <source>Show or hide the model sheets beside the canvas</source>
            <translation>キャンバスの横のモデルシートを表示または隠す</translation>
        </message>
        <message>
            <source>Add model sheet...</source>
            <translation>モデルシートを追加…</translation>
        </message>
        <message>
            <source>Add the keys of a shot...</source>
            <translation>別のカットのカラーキーを追加…</translation>
        </message>
        <message>
            <source>Rename model sheet...</source>
            <translation>モデルシートの名前を変更…</translation>
        </message>
        <message>
            <source>Remove model sheet</source>
            <translation>モデルシートを外す</translation>
        </message>
        <message>
            <source>Make swatches</source>
            <translation>スウォッチを作成</translation>
        </message>
        <message>
            <source>Color segment from sheet</source>
            <translation>このシートからセグメントを彩色</translation>
        </message>
        <message>
            <source>Find where used</source>
            <translation>使用箇所を探す</translation>
        </message>
        <message>
            <source>Show on the timeline in which frames the swatch marked is; again to end it</source>
            <translation>選択中のスウォッチがあるフレームをタイムラインに示す。もう一度で終了</translation>
        </message>
        <message>
            <source>Next frames with the swatch</source>
            <translation>スウォッチのある次のフレーム</translation>
        </message>
        <message>
            <source>Previous frames with the swatch</source>
            <translation>スウォッチのある前のフレーム</translation>
        </message>
        <message>
            <source>Remove swatch</source>
            <translation>スウォッチを外す</translation>
        </message>
        <message>
            <source>Bring a picture of a character's colors into the project</source>
            <translation>キャラクターの色見本の画像をプロジェクトに取り込む</translation>
        </message>
        <message>
            <source>Copy the keys of a shot beside this one, to pick colors from</source>
            <translation>並んだカットのカラーキーをコピーして、色を取れるようにします</translation>
        </message>
        <message>
            <source>Call the model sheet shown by another name</source>
            <translation>表示中のモデルシートに別の名前を付ける</translation>
        </message>
        <message>
            <source>Take the model sheet shown out of the project</source>
            <translation>表示中のモデルシートをプロジェクトから外す</translation>
        </message>
        <message>
            <source>Add the flat colors of the model sheet shown to the palette</source>
            <translation>表示中のモデルシートのベタ色をパレットに加える</translation>
        </message>
        <message>
            <source>The selected segment takes its colors from the model sheet shown instead of a key; with LongAnimation</source>
            <translation>選択したセグメントは、カラーキーの代わりに表示中のモデルシートから色を取ります（LongAnimationの場合）</translation>
        </message>
        <message>
            <source>Take away the swatch marked; one of the keys' colors stays</source>
            <translation>選択中のスウォッチを外す。カラーキーの色のものは残ります</translation>
        </message>
    </context>
    <context>
        <name>app/ui/actions/edit_menu.py</name>
        <message>
            <source>Edit</source>
            <translation>編集</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>元に戻す</translation>
        </message>
        <message>
            <source>Redo</source>
            <translation>やり直し</translation>
        </message>
        <message>
            <source>Paste as key</source>
            <translation>カラーキーとして貼り付け</translation>
        </message>
        <message>
            <source>Lay the picture on the clipboard on this frame</source>
            <translation>クリップボードの画像をこのフレームに置きます</translation>
        </message>
        <message>
            <source>Preferences...</source>
            <translation>環境設定…</translation>
        </message>
        <message>
            <source>Saving, memory, look, and the key of every action</source>
            <translation>保存、メモリ、外観、各操作のショートカット</translation>
        </message>
    </context>
    <context>
        <name>app/ui/actions/file_menu.py</name>
        <message>
            <source>File</source>
            <translation>ファイル</translation>
        </message>
        <message>
            <source>New from line art...</source>
            <translation>線画から新規作成…</translation>
        </message>
        <message>
            <source>Begin a new shot</source>
            <translation>新しいカットを始めます</translation>
        </message>
        <message>
            <source>Open project...</source>
            <translation>プロジェクトを開く…</translation>
        </message>
        <message>
            <source>Open a saved project</source>
            <translation>保存したプロジェクトを開きます</translation>
        </message>
        <message>
            <source>Open the sample shot</source>
            <translation>サンプルカットを開く</translation>
        </message>
        <message>
            <source>Import line art...</source>
            <translation>線画を読み込む…</translation>
        </message>
        <message>
            <source>Bring a folder, files or a movie of line art into this shot</source>
            <translation>線画のフォルダー、ファイル、ムービーをこのカットに読み込みます</translation>
        </message>
        <message>
            <source>Import shots...</source>
            <translation>複数のカットを読み込む…</translation>
        </message>
        <message>
            <source>Make a project of each shot in a folder of folders or movies</source>
            <translation>フォルダーやムービーの入ったフォルダーから、カットごとにプロジェクトを作ります</translation>
        </message>
        <message>
            <source>Import an edit (OTIO, EDL)...</source>
            <translation>編集データを読み込む…</translation>
        </message>
        <message>
            <source>Lay out the shots as an editing program has them, and import their line art</source>
            <translation>編集ソフトの並びでカットを並べ、線画を読み込みます</translation>
        </message>
        <message>
            <source>Next shot</source>
            <translation>次のカット</translation>
        </message>
        <message>
            <source>Save this shot and open the next one beside it</source>
            <translation>このカットを保存し、次のカットを開きます</translation>
        </message>
        <message>
            <source>Previous shot</source>
            <translation>前のカット</translation>
        </message>
        <message>
            <source>Save this shot and open the one before it</source>
            <translation>このカットを保存し、前のカットを開きます</translation>
        </message>
        <message>
            <source>Move this shot later</source>
            <translation>このカットを後ろへ移動</translation>
        </message>
        <message>
            <source>Another place in the order of the shots</source>
            <translation>カットの順番を変えます</translation>
        </message>
        <message>
            <source>Move this shot earlier</source>
            <translation>このカットを前へ移動</translation>
        </message>
        <message>
            <source>Show the bar of shots</source>
            <translation>カットバーを表示</translation>
        </message>
        <message>
            <source>Reload changed line art</source>
            <translation>変更された線画を再読み込み</translation>
        </message>
        <message>
            <source>Read the line art from disk again; only segments with changed drawings become stale</source>
            <translation>線画をディスクから読み直します。動画が変わったセグメントだけが要更新になります</translation>
        </message>
        <message>
            <source>Find moved files...</source>
            <translation>移動したファイルを探す…</translation>
        </message>
        <message>
            <source>Shot settings...</source>
            <translation>カット設定…</translation>
        </message>
        <message>
            <source>Save</source>
            <translation>保存</translation>
        </message>
        <message>
            <source>Everything is saved by itself; this saves now</source>
            <translation>すべて自動で保存されます。これは今すぐ保存します</translation>
        </message>
        <message>
            <source>Save as...</source>
            <translation>名前を付けて保存…</translation>
        </message>
        <message>
            <source>Copy the project and go on in the copy</source>
            <translation>プロジェクトをコピーし、コピーの方で作業を続けます</translation>
        </message>
        <message>
            <source>Save a copy...</source>
            <translation>コピーを保存…</translation>
        </message>
        <message>
            <source>Export...</source>
            <translation>書き出し…</translation>
        </message>
        <message>
            <source>Write the colored frames as PNG files or a movie</source>
            <translation>彩色したフレームをPNGファイルまたはムービーに書き出します</translation>
        </message>
        <message>
            <source>Export timeline (OTIO)...</source>
            <translation>タイムラインを書き出し（OTIO）…</translation>
        </message>
        <message>
            <source>Write pictures and a timeline of the segments, for editing programs</source>
            <translation>編集ソフト用に、画像とセグメントのタイムラインを書き出します</translation>
        </message>
        <message>
            <source>Show project folder</source>
            <translation>プロジェクトのフォルダーを表示</translation>
        </message>
        <message>
            <source>Tidy takes away...</source>
            <translation>テイクを整理…</translation>
        </message>
        <message>
            <source>Empty trash...</source>
            <translation>ごみ箱を空にする…</translation>
        </message>
        <message>
            <source>Quit</source>
            <translation>終了</translation>
        </message>
        <message>
            <source>Shots</source>
            <translation>カット</translation>
        </message>
        <message>
            <source>Show or hide the shots that lie beside this one</source>
            <translation>このカットと並んだカットを表示または隠します</translation>
        </message>
        <message>
            <source>Point at files that are no longer where they were</source>
            <translation>元の場所にないファイルの場所を指定します</translation>
        </message>
        <message>
            <source>Name, frame rate, lines, missing frames</source>
            <translation>名前、フレームレート、線、欠けたフレーム</translation>
        </message>
        <message>
            <source>Copy the project and stay in this one</source>
            <translation>プロジェクトをコピーし、今の方で作業を続けます</translation>
        </message>
        <message>
            <source>Put takes that are neither shown nor starred into the trash</source>
            <translation>表示中でもスター付きでもないテイクをごみ箱に入れます</translation>
        </message>
        <message>
            <source>Remove deleted takes of this project for good</source>
            <translation>このプロジェクトの削除済みテイクを完全に消します</translation>
        </message>
    </context>
    <context>
        <name>app/ui/actions/help_menu.py</name>
        <message>
            <source>Help</source>
            <translation>ヘルプ</translation>
        </message>
        <message>
            <source>Short guide</source>
            <translation>かんたんガイド</translation>
        </message>
        <message>
            <source>How a shot is colored, in six pictures</source>
            <translation>カットを彩色する流れを6枚の絵で説明します</translation>
        </message>
        <message>
            <source>Keyboard shortcuts</source>
            <translation>キーボードショートカット</translation>
        </message>
        <message>
            <source>Find any action and its key</source>
            <translation>操作とショートカットを探します</translation>
        </message>
        <message>
            <source>Go to the menus</source>
            <translation>メニューへ移動</translation>
        </message>
        <message>
            <source>Open the first menu; arrows go through all of them</source>
            <translation>最初のメニューを開きます。矢印キーですべてのメニューを回れます</translation>
        </message>
        <message>
            <source>Show log</source>
            <translation>ログを表示</translation>
        </message>
        <message>
            <source>Save diagnostics...</source>
            <translation>診断情報を保存…</translation>
        </message>
        <message>
            <source>About Shiage</source>
            <translation>Shiageについて</translation>
        </message>
        <message>
            <source>Keep what helps to find a fault in one file, without names and paths of yours</source>
            <translation>不具合の調査に役立つ情報を1つのファイルにまとめます。名前やパスは含みません</translation>
        </message>
    </context>
    <context>
        <name>app/ui/actions/key_menu.py</name>
        <message>
            <source>Key</source>
            <translation>カラーキー</translation>
        </message>
        <message>
            <source>Lay key here...</source>
            <translation>カラーキーをここに置く…</translation>
        </message>
        <message>
            <source>Lay a colored picture on this frame</source>
            <translation>彩色した画像をこのフレームに置きます</translation>
        </message>
        <message>
            <source>Use this finished frame as a key</source>
            <translation>このできあがったフレームをカラーキーにする</translation>
        </message>
        <message>
            <source>What you see here becomes a key, and the segments around it can learn from it</source>
            <translation>今見えている絵がカラーキーになり、前後のセグメントの手本になります</translation>
        </message>
        <message>
            <source>Remove key</source>
            <translation>カラーキーを削除</translation>
        </message>
        <message>
            <source>Take the key off this frame</source>
            <translation>カラーキーをこのフレームから外します</translation>
        </message>
        <message>
            <source>Move key one frame earlier</source>
            <translation>カラーキーを1フレーム前へ</translation>
        </message>
        <message>
            <source>Move key one frame later</source>
            <translation>カラーキーを1フレーム後ろへ</translation>
        </message>
    </context>
    <context>
        <name>app/ui/actions/keys.py</name>
        <message>
            <source>%1 moves between parts of the window or in lists, so it cannot be the key of an action.</source>
            <translation>%1はウィンドウ内の移動やリストで使うため、操作のショートカットにできません。</translation>
        </message>
        <message>
            <source>Space plays, and moves the picture while it is held, so it cannot be the key of another action.</source>
            <translation>スペースは再生と、押している間の画像の移動に使うため、ほかの操作のショートカットにできません。</translation>
        </message>
        <message>
            <source>%1 opens the %2 menu, so it cannot be the key of an action.</source>
            <translation>%1は%2メニューを開くキーなので、操作のショートカットにできません。</translation>
        </message>
    </context>
    <context>
        <name>app/ui/actions/notes.py</name>
        <message>
            <source>Note on this frame...</source>
            <translation>このフレームにメモ…</translation>
        </message>
        <message>
            <source>Words for yourself or others; the mark on the timeline shows where</source>
            <translation>自分やほかの人へのメモです。タイムラインに印が付きます</translation>
        </message>
        <message>
            <source>Next note</source>
            <translation>次のメモ</translation>
        </message>
        <message>
            <source>Go to the next frame with a note</source>
            <translation>メモのある次のフレームへ移動します</translation>
        </message>
        <message>
            <source>Previous note</source>
            <translation>前のメモ</translation>
        </message>
        <message>
            <source>Go to the frame with a note before this one</source>
            <translation>メモのある前のフレームへ移動します</translation>
        </message>
        <message>
            <source>All notes...</source>
            <translation>すべてのメモ…</translation>
        </message>
        <message>
            <source>Remove note</source>
            <translation>メモを削除</translation>
        </message>
        <message>
            <source>Notes</source>
            <translation>メモ</translation>
        </message>
        <message>
            <source>Every note of the shot, to read and to go to</source>
            <translation>カットのすべてのメモを読み、その場所へ移動できます</translation>
        </message>
        <message>
            <source>Take the note off this frame</source>
            <translation>このフレームのメモを外します</translation>
        </message>
    </context>
    <context>
        <name>app/ui/actions/paint_menu.py</name>
        <message>
            <source>Paint</source>
            <translation>ペイント</translation>
        </message>
        <message>
            <source>Put tools away</source>
            <translation>ツールをしまう</translation>
        </message>
        <message>
            <source>Fill</source>
            <translation>塗りつぶし</translation>
        </message>
        <message>
            <source>Fill what the lines enclose; drag over more; while a paint tool is in hand, F too</source>
            <translation>線で囲まれたところを塗ります。ドラッグで続けて塗れます。塗りツール使用中はFも使えます</translation>
        </message>
        <message>
            <source>Brush</source>
            <translation>ブラシ</translation>
        </message>
        <message>
            <source>Paint beneath the lines; [ and ] change its size</source>
            <translation>線の下に塗ります。[と]で太さを変えます</translation>
        </message>
        <message>
            <source>Eraser</source>
            <translation>消しゴム</translation>
        </message>
        <message>
            <source>Take color away; [ and ] change its size</source>
            <translation>色を消します。[と]で太さを変えます</translation>
        </message>
        <message>
            <source>Color picker</source>
            <translation>スポイト</translation>
        </message>
        <message>
            <source>Smaller brush</source>
            <translation>ブラシを細く</translation>
        </message>
        <message>
            <source>Larger brush</source>
            <translation>ブラシを太く</translation>
        </message>
        <message>
            <source>Stay inside lines</source>
            <translation>線からはみ出さない</translation>
        </message>
        <message>
            <source>Brush and eraser change nothing beyond the lines around the place where a stroke begins</source>
            <translation>ブラシと消しゴムは、描き始めた場所を囲む線の外を変えません</translation>
        </message>
        <message>
            <source>Color to paint with...</source>
            <translation>塗る色…</translation>
        </message>
        <message>
            <source>Choose any color</source>
            <translation>好きな色を選びます</translation>
        </message>
        <message>
            <source>Lines over colors</source>
            <translation>線を重ねる</translation>
        </message>
        <message>
            <source>Mark what is unpainted</source>
            <translation>塗り残しを示す</translation>
        </message>
        <message>
            <source>Stripes where the frame being painted has no color yet</source>
            <translation>塗っているフレームの、まだ色のないところを縞で示します</translation>
        </message>
        <message>
            <source>Fill through frames</source>
            <translation>フレーム範囲を塗る</translation>
        </message>
        <message>
            <source>A click of the bucket fills from in to out, else up to the next key; Shift+click does so once</source>
            <translation>塗りつぶしのクリックで、インからアウトまで、なければ次のカラーキーまで塗ります。Shift+クリックで1回だけ</translation>
        </message>
        <message>
            <source>Color lines</source>
            <translation>線に色を塗る</translation>
        </message>
        <message>
            <source>The bucket colors lines instead of areas: each up to where other lines meet it</source>
            <translation>領域ではなく線に色を付けます。線は、ほかの線と交わるところまで一度に塗られます</translation>
        </message>
        <message>
            <source>Fill from the neighbouring frame</source>
            <translation>隣のフレームから塗る</translation>
        </message>
        <message>
            <source>What is unpainted takes the colors that the nearest colored frame has there</source>
            <translation>塗り残しを、いちばん近い彩色済みフレームの同じ場所の色で塗ります</translation>
        </message>
        <message>
            <source>Take back correction</source>
            <translation>修正を取り消す</translation>
        </message>
        <message>
            <source>The mouse moves the picture again (Esc)</source>
            <translation>マウスで画像を動かす状態に戻ります（Esc）</translation>
        </message>
        <message>
            <source>Paint with the color you click; while a paint tool is in hand, K or Alt+click</source>
            <translation>クリックした色で塗ります。塗りツール使用中はKまたはAlt+クリック</translation>
        </message>
        <message>
            <source>The next smaller size; while a paint tool is in hand, [</source>
            <translation>1段階細くします。塗りツール使用中は[</translation>
        </message>
        <message>
            <source>The next larger size; while a paint tool is in hand, ]</source>
            <translation>1段階太くします。塗りツール使用中は]</translation>
        </message>
        <message>
            <source>Off: see the colors alone while painting</source>
            <translation>オフにすると、塗る間は色だけが見えます</translation>
        </message>
        <message>
            <source>Take off the key that painting made here; the frame looks again as it did without it</source>
            <translation>ここで塗ってできたカラーキーを外し、フレームを元の見た目に戻します</translation>
        </message>
        <message>
            <source>Gaps in lines that are closed: %1</source>
            <translation>閉じる線の隙間：%1</translation>
        </message>
        <message>
            <source>Close gaps in lines</source>
            <translation>線の隙間を閉じる</translation>
        </message>
    </context>
    <context>
        <name>app/ui/actions/palette.py</name>
        <message>
            <source>Change color...</source>
            <translation>色を変更…</translation>
        </message>
        <message>
            <source>Another color for the swatch marked, in every frame at once</source>
            <translation>選んだスウォッチの色を、全フレームで一度に変えます</translation>
        </message>
        <message>
            <source>Rename swatch...</source>
            <translation>スウォッチの名前を変更…</translation>
        </message>
        <message>
            <source>Give the swatch marked a name</source>
            <translation>選んだスウォッチに名前を付けます</translation>
        </message>
        <message>
            <source>Merge into another swatch...</source>
            <translation>別のスウォッチと統合…</translation>
        </message>
        <message>
            <source>Edit two swatches as one from now on</source>
            <translation>以後、2つのスウォッチを1つとして編集します</translation>
        </message>
        <message>
            <source>Reset swatch</source>
            <translation>スウォッチをリセット</translation>
        </message>
        <message>
            <source>The swatch marked as the keys have it</source>
            <translation>選んだスウォッチをカラーキーの色に戻します</translation>
        </message>
        <message>
            <source>Flat cels (snap to palette)</source>
            <translation>ベタ塗りセル（パレットに合わせる）</translation>
        </message>
        <message>
            <source>LongAnimation's frames take the keys' swatches, region by region</source>
            <translation>LongAnimationのフレームを、領域ごとにカラーキーのスウォッチの色にします</translation>
        </message>
        <message>
            <source>Reset palette</source>
            <translation>パレットをリセット</translation>
        </message>
        <message>
            <source>Every swatch as the keys have it</source>
            <translation>すべてのスウォッチをカラーキーの色に戻します</translation>
        </message>
        <message>
            <source>Next palette</source>
            <translation>次のパレット</translation>
        </message>
        <message>
            <source>Show the shot in its next palette</source>
            <translation>次のパレットでカットを表示します</translation>
        </message>
        <message>
            <source>Clone palette...</source>
            <translation>パレットを複製…</translation>
        </message>
        <message>
            <source>A copy under another name, such as Night</source>
            <translation>「夜」など別の名前のコピーを作ります</translation>
        </message>
        <message>
            <source>Rename palette...</source>
            <translation>パレットの名前を変更…</translation>
        </message>
        <message>
            <source>Call the palette shown by another name</source>
            <translation>表示中のパレットに別の名前を付けます</translation>
        </message>
        <message>
            <source>Remove palette</source>
            <translation>パレットを削除</translation>
        </message>
        <message>
            <source>Take away the palette shown</source>
            <translation>表示中のパレットを取り除きます</translation>
        </message>
        <message>
            <source>Import palette...</source>
            <translation>パレットを読み込む…</translation>
        </message>
        <message>
            <source>From GIMP, Adobe or OpenToonz</source>
            <translation>GIMP、Adobe、OpenToonzから</translation>
        </message>
        <message>
            <source>Palette of another shot...</source>
            <translation>別のカットのパレット…</translation>
        </message>
        <message>
            <source>Take over the swatches of a shot beside this one</source>
            <translation>並んだカットのスウォッチを引き継ぎます</translation>
        </message>
        <message>
            <source>Export palette...</source>
            <translation>パレットを書き出す…</translation>
        </message>
        <message>
            <source>For GIMP, Adobe or OpenToonz</source>
            <translation>GIMP、Adobe、OpenToonz用</translation>
        </message>
    </context>
    <context>
        <name>app/ui/actions/playback_menu.py</name>
        <message>
            <source>Playback</source>
            <translation>再生</translation>
        </message>
        <message>
            <source>Play / pause</source>
            <translation>再生／一時停止</translation>
        </message>
        <message>
            <source>Play or pause</source>
            <translation>再生または一時停止します</translation>
        </message>
        <message>
            <source>Play backward</source>
            <translation>逆再生</translation>
        </message>
        <message>
            <source>Play backward; again for 2, 4 and 8 times as fast</source>
            <translation>逆方向に再生します。繰り返すと2倍、4倍、8倍になります</translation>
        </message>
        <message>
            <source>Play forward</source>
            <translation>順再生</translation>
        </message>
        <message>
            <source>Play forward; again for 2, 4 and 8 times as fast</source>
            <translation>順方向に再生します。繰り返すと2倍、4倍、8倍になります</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>停止</translation>
        </message>
        <message>
            <source>One frame back</source>
            <translation>1フレーム戻る</translation>
        </message>
        <message>
            <source>One frame on</source>
            <translation>1フレーム進む</translation>
        </message>
        <message>
            <source>Ten frames back</source>
            <translation>10フレーム戻る</translation>
        </message>
        <message>
            <source>Ten frames on</source>
            <translation>10フレーム進む</translation>
        </message>
        <message>
            <source>First frame</source>
            <translation>最初のフレーム</translation>
        </message>
        <message>
            <source>First frame; a looped range's in comes before it</source>
            <translation>最初のフレームへ。ループ範囲があればまずそのイン点へ</translation>
        </message>
        <message>
            <source>Last frame</source>
            <translation>最後のフレーム</translation>
        </message>
        <message>
            <source>Last frame; a looped range's out comes before it</source>
            <translation>最後のフレームへ。ループ範囲があればまずそのアウト点へ</translation>
        </message>
        <message>
            <source>Previous drawing</source>
            <translation>前の動画</translation>
        </message>
        <message>
            <source>Previous drawing, over holds</source>
            <translation>止めを飛ばして前の動画へ</translation>
        </message>
        <message>
            <source>Next drawing</source>
            <translation>次の動画</translation>
        </message>
        <message>
            <source>Next drawing, over holds</source>
            <translation>止めを飛ばして次の動画へ</translation>
        </message>
        <message>
            <source>Previous key</source>
            <translation>前のカラーキー</translation>
        </message>
        <message>
            <source>Next key</source>
            <translation>次のカラーキー</translation>
        </message>
        <message>
            <source>Set in</source>
            <translation>イン点を設定</translation>
        </message>
        <message>
            <source>The range begins at this frame</source>
            <translation>範囲がこのフレームから始まります</translation>
        </message>
        <message>
            <source>Set out</source>
            <translation>アウト点を設定</translation>
        </message>
        <message>
            <source>The range ends at this frame</source>
            <translation>範囲がこのフレームで終わります</translation>
        </message>
        <message>
            <source>Clear in</source>
            <translation>イン点を解除</translation>
        </message>
        <message>
            <source>The range begins with the shot</source>
            <translation>範囲がカットの先頭から始まります</translation>
        </message>
        <message>
            <source>Clear out</source>
            <translation>アウト点を解除</translation>
        </message>
        <message>
            <source>The range ends with the shot</source>
            <translation>範囲がカットの末尾で終わります</translation>
        </message>
        <message>
            <source>Clear in and out</source>
            <translation>イン点とアウト点を解除</translation>
        </message>
        <message>
            <source>Play the range only</source>
            <translation>範囲だけを再生</translation>
        </message>
        <message>
            <source>Play from in to out only</source>
            <translation>イン点からアウト点までだけを再生します</translation>
        </message>
        <message>
            <source>Loop</source>
            <translation>ループ</translation>
        </message>
        <message>
            <source>Play once</source>
            <translation>1回再生</translation>
        </message>
        <message>
            <source>Ping-pong</source>
            <translation>往復再生</translation>
        </message>
        <message>
            <source>Realtime</source>
            <translation>リアルタイム</translation>
        </message>
        <message>
            <source>Play all frames</source>
            <translation>全フレームを再生</translation>
        </message>
        <message>
            <source>After the last frame, the first again</source>
            <translation>最後のフレームの次は最初に戻ります</translation>
        </message>
        <message>
            <source>Stop at the last frame</source>
            <translation>最後のフレームで止まります</translation>
        </message>
        <message>
            <source>To the last frame and back again</source>
            <translation>最後のフレームまで行って戻ります</translation>
        </message>
        <message>
            <source>Keep time; frames that are late are dropped and counted</source>
            <translation>時間を優先します。間に合わないフレームは飛ばし、その数を表示します</translation>
        </message>
        <message>
            <source>Show every frame, late if it must be</source>
            <translation>遅れても全フレームを表示します</translation>
        </message>
    </context>
    <context>
        <name>app/ui/actions/table.py</name>
        <message>
            <source>View</source>
            <translation>表示</translation>
        </message>
        <message>
            <source>P&amp;aint</source>
            <translation>ペイント(&amp;A)</translation>
        </message>
        <message>
            <source>Import</source>
            <translation>読み込み</translation>
        </message>
        <message>
            <source>Lay key</source>
            <translation>カラーキーを置く</translation>
        </message>
        <message>
            <source>Export</source>
            <translation>書き出し</translation>
        </message>
    </context>
    <context>
        <name>app/ui/actions/view_menu.py</name>
        <message>
            <source>Color and lines</source>
            <translation>色と線</translation>
        </message>
        <message>
            <source>Color with the artist's lines over it</source>
            <translation>色の上に線画を重ねて表示します</translation>
        </message>
        <message>
            <source>Color only</source>
            <translation>色のみ</translation>
        </message>
        <message>
            <source>Color without lines</source>
            <translation>線なしの色を表示します</translation>
        </message>
        <message>
            <source>Lines only</source>
            <translation>線のみ</translation>
        </message>
        <message>
            <source>The line art</source>
            <translation>線画を表示します</translation>
        </message>
        <message>
            <source>Check view</source>
            <translation>チェック表示</translation>
        </message>
        <message>
            <source>Dim the colors, and mark what needs a look: unsure or unpainted regions, leaks, flicker</source>
            <translation>色を薄くして、確認の必要な場所を示します：不確かな色や塗り残し、色漏れ、ちらつき</translation>
        </message>
        <message>
            <source>Next place that needs a look</source>
            <translation>次の要確認箇所</translation>
        </message>
        <message>
            <source>Previous place that needs a look</source>
            <translation>前の要確認箇所</translation>
        </message>
        <message>
            <source>Mark as fine</source>
            <translation>問題なしにする</translation>
        </message>
        <message>
            <source>The place looked at is as it should be: list it no more</source>
            <translation>今見ている箇所は問題ないので、以後は一覧に出しません</translation>
        </message>
        <message>
            <source>List again what was marked as fine</source>
            <translation>問題なしにしたものをまた一覧に出します</translation>
        </message>
        <message>
            <source>Fit</source>
            <translation>全体表示</translation>
        </message>
        <message>
            <source>The whole picture in view</source>
            <translation>画像全体を表示します</translation>
        </message>
        <message>
            <source>Actual size</source>
            <translation>等倍表示</translation>
        </message>
        <message>
            <source>One picture pixel on one pixel of the screen</source>
            <translation>画像の1ピクセルを画面の1ピクセルで表示します</translation>
        </message>
        <message>
            <source>Zoom in</source>
            <translation>拡大</translation>
        </message>
        <message>
            <source>Zoom out</source>
            <translation>縮小</translation>
        </message>
        <message>
            <source>Wipe</source>
            <translation>ワイプ</translation>
        </message>
        <message>
            <source>Two takes with a line between them that can be moved</source>
            <translation>2つのテイクを、動かせる境界線で分けて表示します</translation>
        </message>
        <message>
            <source>Side by side</source>
            <translation>左右に並べる</translation>
        </message>
        <message>
            <source>Two takes beside each other</source>
            <translation>2つのテイクを横に並べて表示します</translation>
        </message>
        <message>
            <source>Difference</source>
            <translation>差分</translation>
        </message>
        <message>
            <source>Gray where two takes are the same</source>
            <translation>2つのテイクが同じところはグレーになります</translation>
        </message>
        <message>
            <source>Blink</source>
            <translation>交互表示</translation>
        </message>
        <message>
            <source>Two takes in turn</source>
            <translation>2つのテイクを交互に表示します</translation>
        </message>
        <message>
            <source>Swap A and B</source>
            <translation>AとBを入れ替え</translation>
        </message>
        <message>
            <source>Exchange the sides of the takes compared</source>
            <translation>比較中のテイクの左右を入れ替えます</translation>
        </message>
        <message>
            <source>Compare with another take</source>
            <translation>別のテイクと比較</translation>
        </message>
        <message>
            <source>Compare with the take before B</source>
            <translation>Bの前のテイクと比較</translation>
        </message>
        <message>
            <source>Compare with the line art</source>
            <translation>線画と比較</translation>
        </message>
        <message>
            <source>Move the wipe left</source>
            <translation>ワイプを左へ</translation>
        </message>
        <message>
            <source>Move the wipe right</source>
            <translation>ワイプを右へ</translation>
        </message>
        <message>
            <source>Show onion skin</source>
            <translation>オニオンスキンを表示</translation>
        </message>
        <message>
            <source>See through to neighbouring drawings</source>
            <translation>前後の動画を透かして表示します</translation>
        </message>
        <message>
            <source>By drawing</source>
            <translation>動画単位</translation>
        </message>
        <message>
            <source>By frame</source>
            <translation>フレーム単位</translation>
        </message>
        <message>
            <source>Pin this frame</source>
            <translation>このフレームを固定</translation>
        </message>
        <message>
            <source>Unpin all</source>
            <translation>固定をすべて解除</translation>
        </message>
        <message>
            <source>Full screen</source>
            <translation>フルスクリーン</translation>
        </message>
        <message>
            <source>The window on the whole display</source>
            <translation>ウィンドウを画面全体に広げます</translation>
        </message>
        <message>
            <source>Viewer only</source>
            <translation>ビューアのみ</translation>
        </message>
        <message>
            <source>The picture alone on the whole display; Esc leaves</source>
            <translation>画像だけを画面全体に表示します。Escで戻ります</translation>
        </message>
        <message>
            <source>Leave full screen</source>
            <translation>フルスクリーンを終了</translation>
        </message>
        <message>
            <source>Zoom timeline in</source>
            <translation>タイムラインを拡大</translation>
        </message>
        <message>
            <source>Zoom timeline out</source>
            <translation>タイムラインを縮小</translation>
        </message>
        <message>
            <source>Whole shot on the timeline</source>
            <translation>カット全体をタイムラインに表示</translation>
        </message>
        <message>
            <source>Frame number</source>
            <translation>フレーム番号</translation>
        </message>
        <message>
            <source>Timecode</source>
            <translation>タイムコード</translation>
        </message>
        <message>
            <source>Feet and frames</source>
            <translation>フィートとフレーム</translation>
        </message>
        <message>
            <source>Side panel</source>
            <translation>サイドパネル</translation>
        </message>
        <message>
            <source>Show or hide the panel beside the canvas</source>
            <translation>キャンバス横のパネルの表示を切り替えます</translation>
        </message>
        <message>
            <source>Tool bar</source>
            <translation>ツールバー</translation>
        </message>
        <message>
            <source>Dark</source>
            <translation>ダーク</translation>
        </message>
        <message>
            <source>Light</source>
            <translation>ライト</translation>
        </message>
        <message>
            <source>High contrast</source>
            <translation>ハイコントラスト</translation>
        </message>
        <message>
            <source>Like the system</source>
            <translation>システムに合わせる</translation>
        </message>
        <message>
            <source>Check</source>
            <translation>チェック</translation>
        </message>
        <message>
            <source>Show one take alone</source>
            <translation>1つのテイクだけを表示します</translation>
        </message>
        <message>
            <source>Compare</source>
            <translation>比較</translation>
        </message>
        <message>
            <source>The shown take beside its line art</source>
            <translation>表示中のテイクを線画と並べます</translation>
        </message>
        <message>
            <source>Onion skin</source>
            <translation>オニオンスキン</translation>
        </message>
        <message>
            <source>Count drawings, over holds</source>
            <translation>止めを除いて動画で数えます</translation>
        </message>
        <message>
            <source>Count frames</source>
            <translation>フレームで数えます</translation>
        </message>
        <message>
            <source>Keep seeing this frame's drawing wherever you go</source>
            <translation>どこへ移動しても、このフレームの動画を透かして表示します</translation>
        </message>
        <message>
            <source>Write frames as the numbers of their files</source>
            <translation>フレームをファイルの番号で表示します</translation>
        </message>
        <message>
            <source>Frame label</source>
            <translation>フレーム表示</translation>
        </message>
        <message>
            <source>Write frames as hours:minutes:seconds:frames</source>
            <translation>フレームを時:分:秒:フレームで表示します</translation>
        </message>
        <message>
            <source>Write frames as feet+frames, 16 frames per foot</source>
            <translation>フレームをフィート+フレーム（1フィート16フレーム）で表示します</translation>
        </message>
        <message>
            <source>Show or hide the row of buttons under the menus</source>
            <translation>メニューの下のボタン列の表示を切り替えます</translation>
        </message>
        <message>
            <source>Dark gray around the canvas</source>
            <translation>キャンバスの周りを暗いグレーにします</translation>
        </message>
        <message>
            <source>Theme</source>
            <translation>テーマ</translation>
        </message>
        <message>
            <source>Light gray around the canvas</source>
            <translation>キャンバスの周りを明るいグレーにします</translation>
        </message>
        <message>
            <source>White on black, with edges that stand out</source>
            <translation>黒地に白で、境界をはっきり表示します</translation>
        </message>
        <message>
            <source>Dark or light, as the desktop is</source>
            <translation>デスクトップに合わせて暗くまたは明るくします</translation>
        </message>
        <message>
            <source>%1 before</source>
            <translation>前%1</translation>
        </message>
        <message>
            <source>%1 after</source>
            <translation>後%1</translation>
        </message>
        <message>
            <source>%1 % of the picture's own size</source>
            <translation>画像の原寸の%1 %</translation>
        </message>
        <message>
            <source>Zoom</source>
            <translation>ズーム</translation>
        </message>
        <message>
            <source>See through to %1 before</source>
            <translation>前%1枚を透かして表示します</translation>
        </message>
        <message>
            <source>Onion skin &gt; Before</source>
            <translation>オニオンスキン &gt; 前</translation>
        </message>
        <message>
            <source>See through to %1 after</source>
            <translation>後%1枚を透かして表示します</translation>
        </message>
        <message>
            <source>Onion skin &gt; After</source>
            <translation>オニオンスキン &gt; 後</translation>
        </message>
        <message>
            <source>How large words and buttons are, from the next start</source>
            <translation>次の起動からの文字とボタンの大きさです</translation>
        </message>
        <message>
            <source>Interface size</source>
            <translation>表示サイズ</translation>
        </message>
    </context>
    <context>
        <name>app/ui/checking.py</name>
        <message>
            <source>%1 segments were not checked: their takes or drawings cannot be read.</source>
            <translation>%1個のセグメントはチェックできていません。テイクか動画を読み取れません。</translation>
        </message>
        <message>
            <source>%1 Put the files back; the check then follows by itself.</source>
            <translation>%1ファイルを元に戻すと、自動でチェックします。</translation>
        </message>
        <message>
            <source>Segment %1 was not checked: its take or one of its drawings cannot be read.</source>
            <translation>セグメント%1はチェックできていません。テイクか動画の1枚を読み取れません。</translation>
        </message>
        <message>
            <source>%1 Put the file back; the check then follows by itself.</source>
            <translation>%1ファイルを元に戻すと、自動でチェックします。</translation>
        </message>
    </context>
    <context>
        <name>app/ui/choosing.py</name>
        <message>
            <source>Automatic (one of %1 keys, by their drawings)</source>
            <translation>自動（%1個のカラーキーから動画に応じて）</translation>
        </message>
        <message>
            <source>Automatic (key %1)</source>
            <translation>自動（カラーキー%1）</translation>
        </message>
        <message>
            <source>Automatic</source>
            <translation>自動</translation>
        </message>
        <message>
            <source>Reference</source>
            <translation>参照</translation>
        </message>
        <message>
            <source>Quality</source>
            <translation>品質</translation>
        </message>
        <message>
            <source>1 segment is stale now: its lines are in other colors. Generate colors it again.</source>
            <translation>線の色が変わり、1個のセグメントが要更新になりました。「生成」で彩色し直します。</translation>
        </message>
        <message>
            <source>%1, as the shot</source>
            <translation>%1（カットと同じ）</translation>
        </message>
        <message>
            <source>%1 cuts the shot into other segments. What %2 colored is kept: choose %3 to see it again.</source>
            <translation>%1ではカットのセグメント分けが変わります。%2で彩色したものは残っているので、%3を選べばまた見られます。</translation>
        </message>
        <message>
            <source>%1 segments are stale now: their lines are in other colors. Generate colors them again.</source>
            <translation>線の色が変わり、%1個のセグメントが要更新になりました。「生成」で彩色し直します。</translation>
        </message>
        <message>
            <source>Open it again and change how lines are colored there.</source>
            <translation>もう一度開いて、線の色の設定を変えてください。</translation>
        </message>
        <message>
            <source>Ask anew</source>
            <translation>今の設定で頼み直す</translation>
        </message>
        <message>
            <source>1 segment waits in the queue as asked for before.</source>
            <translation>1個のセグメントが、前の設定のままキューで待っています。</translation>
        </message>
        <message>
            <source>%1 segments wait in the queue as asked for before.</source>
            <translation>%1個のセグメントが、前の設定のままキューで待っています。</translation>
        </message>
        <message>
            <source>Choose reference</source>
            <translation>参照を選択</translation>
        </message>
        <message>
            <source>Choose quality</source>
            <translation>品質を選択</translation>
        </message>
        <message>
            <source>Key on frame %1</source>
            <translation>フレーム%1のカラーキー</translation>
        </message>
        <message>
            <source>Model sheet "%1"</source>
            <translation>モデルシート「%1」</translation>
        </message>
    </context>
    <context>
        <name>app/ui/deleting.py</name>
        <message>
            <source>Bring a take back</source>
            <translation>テイクを戻す</translation>
        </message>
        <message>
            <source>Bring takes back</source>
            <translation>テイクを戻す</translation>
        </message>
        <message>
            <source>"%1" is no longer open. %2</source>
            <translation>「%1」はもう開かれていません。%2</translation>
        </message>
        <message>
            <source>Delete takes</source>
            <translation>テイクを削除</translation>
        </message>
    </context>
    <context>
        <name>app/ui/dialogs/about.py</name>
        <message>
            <source>Colors a whole shot of line art from a few colored keys.</source>
            <translation>数枚のカラーキーから、線画のカット全体を彩色します。</translation>
        </message>
        <message>
            <source>仕上げ (shiage) is the finishing and painting step of anime production.</source>
            <translation>仕上げ（shiage）は、アニメ制作で色を塗って完成させる工程です。</translation>
        </message>
        <message>
            <source>Apache-2.0. The sample shot is CC0; see resources/sample/CREDITS.txt.</source>
            <translation>Apache-2.0。サンプルカットはCC0です。resources/sample/CREDITS.txtを参照してください。</translation>
        </message>
        <message>
            <source>Shiage %1</source>
            <translation>Shiage %1</translation>
        </message>
    </context>
    <context>
        <name>app/ui/dialogs/action_list.py</name>
        <message>
            <source>Zoom the timeline</source>
            <translation>タイムラインのズーム</translation>
        </message>
        <message>
            <source>Timeline</source>
            <translation>タイムライン</translation>
        </message>
        <message>
            <source>Ctrl+wheel</source>
            <translation>Ctrl+ホイール</translation>
        </message>
        <message>
            <source>Around the frame under the pointer</source>
            <translation>ポインターの位置のフレームを中心に</translation>
        </message>
        <message>
            <source>Scroll the timeline</source>
            <translation>タイムラインのスクロール</translation>
        </message>
        <message>
            <source>Wheel</source>
            <translation>ホイール</translation>
        </message>
        <message>
            <source>Pull the timeline</source>
            <translation>タイムラインをつかんで移動</translation>
        </message>
        <message>
            <source>Middle drag</source>
            <translation>中ボタンドラッグ</translation>
        </message>
        <message>
            <source>Set in and out</source>
            <translation>イン点とアウト点の設定</translation>
        </message>
        <message>
            <source>Shift+drag</source>
            <translation>Shift+ドラッグ</translation>
        </message>
        <message>
            <source>On the ruler or the line art</source>
            <translation>ルーラーまたは線画の上で</translation>
        </message>
        <message>
            <source>Move in, out or the range</source>
            <translation>イン点、アウト点、範囲の移動</translation>
        </message>
        <message>
            <source>Drag its brackets or its band</source>
            <translation>かっこまたは帯をドラッグ</translation>
        </message>
        <message>
            <source>On the ruler</source>
            <translation>ルーラーの上で</translation>
        </message>
        <message>
            <source>Call a drag off</source>
            <translation>ドラッグの取り消し</translation>
        </message>
        <message>
            <source>Show a take</source>
            <translation>テイクの表示</translation>
        </message>
        <message>
            <source>Takes</source>
            <translation>テイク</translation>
        </message>
        <message>
            <source>By its number, while the list of takes has the keyboard</source>
            <translation>テイクのリストにフォーカスがあるとき、その番号で</translation>
        </message>
        <message>
            <source>Zoom the picture</source>
            <translation>画像のズーム</translation>
        </message>
        <message>
            <source>Viewer</source>
            <translation>ビューア</translation>
        </message>
        <message>
            <source>Around the point under the pointer</source>
            <translation>ポインターの位置を中心に</translation>
        </message>
        <message>
            <source>Pan the picture</source>
            <translation>画像の移動</translation>
        </message>
        <message>
            <source>Space+drag  or  middle drag</source>
            <translation>スペース+ドラッグまたは中ボタンドラッグ</translation>
        </message>
        <message>
            <source>Fit or actual size</source>
            <translation>全体表示と等倍表示の切り替え</translation>
        </message>
        <message>
            <source>Double-click</source>
            <translation>ダブルクリック</translation>
        </message>
        <message>
            <source>Fill tool</source>
            <translation>塗りつぶしツール</translation>
        </message>
        <message>
            <source>Paint tools</source>
            <translation>塗りツール</translation>
        </message>
        <message>
            <source>While a paint tool is in hand and the picture has the keyboard</source>
            <translation>ペイントツールを持ち、画像にキーボードがあるとき</translation>
        </message>
        <message>
            <source>K  or  Alt+click</source>
            <translation>K  または  Alt+クリック</translation>
        </message>
        <message>
            <source>While a paint tool is in hand</source>
            <translation>ペイントツールを持っているとき</translation>
        </message>
        <message>
            <source>Smaller or larger brush</source>
            <translation>ブラシを小さく、大きく</translation>
        </message>
        <message>
            <source>[  or  ]</source>
            <translation>[  または  ]</translation>
        </message>
        <message>
            <source>A tool for a moment</source>
            <translation>一時的にツールを使う</translation>
        </message>
        <message>
            <source>Hold its key</source>
            <translation>キーを押し続ける</translation>
        </message>
        <message>
            <source>Letting go gives the tool before back</source>
            <translation>離すと前のツールに戻ります</translation>
        </message>
        <message>
            <source>Put the tool away</source>
            <translation>ツールをしまう</translation>
        </message>
        <message>
            <source>While painting, it calls the stroke off</source>
            <translation>描いている間は、そのストロークを取りやめます</translation>
        </message>
        <message>
            <source>Find an action or a key</source>
            <translation>操作またはキーを検索</translation>
        </message>
        <message>
            <source>Actions and their keys</source>
            <translation>操作とキーの一覧</translation>
        </message>
        <message>
            <source>%1 action</source>
            <translation>%1件の操作</translation>
        </message>
        <message>
            <source>%1 actions</source>
            <translation>%1件の操作</translation>
        </message>
        <message>
            <source>No action has these words.</source>
            <translation>当てはまる操作がありません。</translation>
        </message>
        <message>
            <source>Action</source>
            <translation>操作</translation>
        </message>
        <message>
            <source>Menu</source>
            <translation>メニュー</translation>
        </message>
        <message>
            <source>Shortcuts</source>
            <translation>ショートカット</translation>
        </message>
    </context>
    <context>
        <name>app/ui/dialogs/asking.py</name>
        <message>
            <source>&amp;Look in:</source>
            <translation>場所(&amp;L):</translation>
        </message>
        <message>
            <source>Files of &amp;type:</source>
            <translation>ファイルの種類(&amp;T):</translation>
        </message>
        <message>
            <source>Keep writing</source>
            <translation>書き続ける</translation>
        </message>
        <message>
            <source>Discard</source>
            <translation>破棄</translation>
        </message>
        <message>
            <source>Discard?</source>
            <translation>破棄しますか？</translation>
        </message>
        <message>
            <source>What you wrote is not kept yet.</source>
            <translation>書いた内容はまだ保存されていません。</translation>
        </message>
    </context>
    <context>
        <name>app/ui/dialogs/export_dialog.py</name>
        <message>
            <source>The version counts every export of this shot in the folder, whatever its format: no two share a number.</source>
            <translation>バージョンは、形式にかかわらず、フォルダーにあるこのカットの書き出しを通して数えます。同じ番号が重なることはありません。</translation>
        </message>
        <message>
            <source>PNG sequence</source>
            <translation>PNG連番</translation>
        </message>
        <message>
            <source>H.264 for review</source>
            <translation>H.264（確認用）</translation>
        </message>
        <message>
            <source>Color with lines</source>
            <translation>色と線</translation>
        </message>
        <message>
            <source>The folder of this shot's last export.</source>
            <translation>このカットを前回書き出したフォルダーです。</translation>
        </message>
        <message>
            <source>The folder that holds the project.</source>
            <translation>プロジェクトのあるフォルダーです。</translation>
        </message>
        <message>
            <source>The folder above the line art; no file is written among the drawings.</source>
            <translation>線画のフォルダーと同じ場所です。動画のファイルの中には書き込みません。</translation>
        </message>
        <message>
            <source>Your own folder; choose another one where the shot belongs.</source>
            <translation>ホームフォルダーです。カットの置き場所を選んでください。</translation>
        </message>
        <message>
            <source>A part of the shot, which has frames %1 to %2.</source>
            <translation>カットの一部です。カット全体はフレーム%1～%2です。</translation>
        </message>
        <message>
            <source>%1, written as %2 and read back before the export counts as done.</source>
            <translation>%1を%2として書き出し、読み戻して確認してから完了とします。</translation>
        </message>
        <message>
            <source>Format</source>
            <translation>形式</translation>
        </message>
        <message>
            <source>Layer</source>
            <translation>レイヤー</translation>
        </message>
        <message>
            <source>Depth</source>
            <translation>ビット深度</translation>
        </message>
        <message>
            <source>Frames</source>
            <translation>フレーム</translation>
        </message>
        <message>
            <source>Folder</source>
            <translation>フォルダー</translation>
        </message>
        <message>
            <source>%1, read back before the export counts as done.</source>
            <translation>%1。読み戻して確認してから完了とします。</translation>
        </message>
        <message>
            <source>Transparent paper</source>
            <translation>透明な用紙</translation>
        </message>
        <message>
            <source>Whole shot</source>
            <translation>カット全体</translation>
        </message>
        <message>
            <source>Where the export goes</source>
            <translation>書き出し先</translation>
        </message>
        <message>
            <source>Choose...</source>
            <translation>選択…</translation>
        </message>
        <message>
            <source>Bit depth</source>
            <translation>ビット深度</translation>
        </message>
        <message>
            <source>Choose folder</source>
            <translation>フォルダーを選択</translation>
        </message>
        <message>
            <source>to %1</source>
            <translation>～%1</translation>
        </message>
        <message>
            <source>%1 bits a channel</source>
            <translation>チャンネルあたり%1ビット</translation>
        </message>
        <message>
            <source>Software</source>
            <translation>Software</translation>
        </message>
        <message>
            <source>This format has no alpha.</source>
            <translation>この形式にはアルファがありません。</translation>
        </message>
    </context>
    <context>
        <name>app/ui/dialogs/frame_notes.py</name>
        <message>
            <source>The sleeve opens here; ask about the shadow</source>
            <translation>ここで袖が開く。影の色を確認</translation>
        </message>
        <message>
            <source>Words</source>
            <translation>言葉</translation>
        </message>
        <message>
            <source>Notes are for people: no colorizer reads them.</source>
            <translation>メモは人のためのもので、彩色には使われません。</translation>
        </message>
        <message>
            <source>Ctrl+Enter keeps the note; Enter begins a new line.</source>
            <translation>Ctrl+Enterで確定します。Enterは改行です。</translation>
        </message>
        <message>
            <source>The first frame lies after the last one; correct one of them.</source>
            <translation>最初のフレームが最後より後ろにあります。どちらかを直してください。</translation>
        </message>
        <message>
            <source>Go there</source>
            <translation>移動</translation>
        </message>
        <message>
            <source>Change note</source>
            <translation>メモを変更</translation>
        </message>
        <message>
            <source>Write some words first, or cancel.</source>
            <translation>先に言葉を入力するか、キャンセルしてください。</translation>
        </message>
        <message>
            <source>%1 to %2</source>
            <translation>%1～%2</translation>
        </message>
    </context>
    <context>
        <name>app/ui/dialogs/guide.py</name>
        <message>
            <source>A shot in six steps</source>
            <translation>6ステップで作るカット</translation>
        </message>
        <message>
            <source>Every action is in a menu, and %1 finds any action and its key. %2 changes keys, colors and sizes. If something goes wrong, Help &gt; Save diagnostics keeps what is needed to find out why.</source>
            <translation>すべての操作はメニューにあり、%1で操作とショートカットを検索できます。%2でショートカット、色、大きさを変更できます。問題が起きたら「ヘルプ &gt; 診断情報を保存」で原因を調べるための情報を保存できます。</translation>
        </message>
        <message>
            <source>1. Bring in the line art</source>
            <translation>1. 線画を読み込む</translation>
        </message>
        <message>
            <source>Drop a folder, some files or a movie on the window, or press %1. Frames keep the numbers of their files; held drawings and missing numbers are found by themselves. %2 brings in several shots at once; they stand in a bar above the picture, and %3 goes to the next; what is being colored can go on being colored in the background.</source>
            <translation>フォルダー、ファイル、ムービーをウィンドウにドロップするか、%1を押します。フレームはファイルの番号のままです。止めや欠番は自動で見つかります。%2で複数のカットを一度に読み込めます。カットは画面の上に並び、%3で次のカットへ移ります。彩色中のカットは、バックグラウンドで彩色を続けられます。</translation>
        </message>
        <message>
            <source>2. Lay a key</source>
            <translation>2. カラーキーを置く</translation>
        </message>
        <message>
            <source>Go to a frame and paint it: %1 fills what the lines enclose, %2 is the brush. Or drop a picture of it there that you have colored before. The frame is a key now. One key is enough to begin with. Keys are shown and exported exactly as you made them.</source>
            <translation>フレームに移動して塗ります。%1は線で囲まれたところの塗りつぶし、%2はブラシです。彩色済みの画像をドロップすることもできます。これでそのフレームがカラーキーになります。最初は1枚で十分です。カラーキーは作ったとおりに表示され、書き出されます。</translation>
        </message>
        <message>
            <source>3. Generate</source>
            <translation>3. 生成する</translation>
        </message>
        <message>
            <source>Press Generate, or %1. The shot is colored segment by segment; the first are there within seconds, and you can go on working meanwhile. Every segment says how it stands: Empty, Queued, Ready, Stale. Where the lines of a key have colors of their own, Draft gives them to the lines of the other frames.</source>
            <translation>「生成」または%1を押します。カットはセグメントごとに彩色され、最初のものは数秒でできます。その間も作業を続けられます。各セグメントには「未彩色」「待機中」「完了」「要更新」などの状態が表示されます。カラーキーの線に色が付いていれば（色トレス）、Draftはほかのフレームの線もその色にします。</translation>
        </message>
        <message>
            <source>4. Look at it</source>
            <translation>4. 確認する</translation>
        </message>
        <message>
            <source>%1 plays, the arrows step, and a drag along the timeline scrubs. %2 dims the colors and marks what needs a look; %3 goes to the next such place. %4 compares two takes with a line between them.</source>
            <translation>%1で再生、矢印キーでコマ送り、タイムラインのドラッグで素早く確認できます。%2で色を薄くして要確認箇所を示し、%3で次の箇所へ移動します。%4で2つのテイクを境界線で分けて比較します。</translation>
        </message>
        <message>
            <source>5. Correct</source>
            <translation>5. 直す</translation>
        </message>
        <message>
            <source>Where a color is wrong, paint over it: %1 fills what the lines enclose, %2 is the brush. The frame becomes a key, only the segments that depend on it become stale, and %3 colors only those again. A swatch of the palette changes its color in every frame at once. Everything can be undone; finished takes stay.</source>
            <translation>色が違うところは上から塗ります。%1は線で囲まれたところの塗りつぶし、%2はブラシです。そのフレームがカラーキーになり、影響のあるセグメントだけが要更新になって、%3でそれだけを彩色し直します。パレットのスウォッチで、全フレームの色を一度に変えられます。すべて元に戻せますし、できたテイクは残ります。</translation>
        </message>
        <message>
            <source>6. Export</source>
            <translation>6. 書き出す</translation>
        </message>
        <message>
            <source>%1 writes PNG files or a movie and reads them back to be sure. %2 writes a timeline for editing programs. Everything is saved by itself all the while.</source>
            <translation>%1でPNGファイルまたはムービーを書き出し、読み戻して確認します。%2で編集ソフト用のタイムラインを書き出します。作業は常に自動で保存されます。</translation>
        </message>
    </context>
    <context>
        <name>app/ui/dialogs/import_dialog.py</name>
        <message>
            <source>Hold the drawing before</source>
            <translation>直前の動画を止めで使う</translation>
        </message>
        <message>
            <source>Leave them blank</source>
            <translation>白紙にする</translation>
        </message>
        <message>
            <source>Do not color until they are there</source>
            <translation>そろうまで彩色しない</translation>
        </message>
        <message>
            <source>Dark lines on light paper</source>
            <translation>明るい紙に暗い線</translation>
        </message>
        <message>
            <source>Light lines on dark paper</source>
            <translation>暗い紙に明るい線</translation>
        </message>
        <message>
            <source>Lines on transparent paper</source>
            <translation>透明な用紙に線</translation>
        </message>
        <message>
            <source>Import line art</source>
            <translation>線画を読み込む</translation>
        </message>
        <message>
            <source>movie, %1</source>
            <translation>ムービー、%1</translation>
        </message>
        <message>
            <source>%1, %2 to %3</source>
            <translation>%1、%2～%3</translation>
        </message>
        <message>
            <source>What was found</source>
            <translation>見つかったもの</translation>
        </message>
        <message>
            <source>These pictures are colored: take their lines out</source>
            <translation>彩色済みの画像です。線を抽出する</translation>
        </message>
        <message>
            <source>Missing frames</source>
            <translation>欠けたフレーム</translation>
        </message>
        <message>
            <source>Lines</source>
            <translation>線</translation>
        </message>
        <message>
            <source>First frame number</source>
            <translation>最初のフレーム番号</translation>
        </message>
        <message>
            <source>Import all, each as a shot...</source>
            <translation>すべてを別々のカットとして読み込む…</translation>
        </message>
        <message>
            <source>First number</source>
            <translation>最初の番号</translation>
        </message>
        <message>
            <source>Frames per second</source>
            <translation>1秒あたりのフレーム数</translation>
        </message>
        <message>
            <source>%1 sequences were found. Which is the line art?</source>
            <translation>連番が%1個見つかりました。線画はどれですか？</translation>
        </message>
        <message>
            <source>No preview</source>
            <translation>プレビューなし</translation>
        </message>
        <message>
            <source>%1 missing.</source>
            <translation>%1がありません。</translation>
        </message>
    </context>
    <context>
        <name>app/ui/dialogs/kept_words.py</name>
        <message>
            <source>Choose kept words...</source>
            <translation>保存した言葉を選ぶ…</translation>
        </message>
        <message>
            <source>Keep these words</source>
            <translation>この言葉を保存</translation>
        </message>
        <message>
            <source>Forget these words</source>
            <translation>この言葉を削除</translation>
        </message>
        <message>
            <source>Kept words</source>
            <translation>保存した言葉</translation>
        </message>
        <message>
            <source>Words kept as a preset take the place of those above; Ctrl+Z brings those back</source>
            <translation>保存した言葉が上の言葉と入れ替わります。Ctrl+Zで元に戻せます</translation>
        </message>
        <message>
            <source>Have these words at hand for every prompt, or no longer</source>
            <translation>この言葉をどのプロンプトでも使えるように保存、または削除する</translation>
        </message>
        <message>
            <source>No words kept yet</source>
            <translation>保存した言葉はまだありません</translation>
        </message>
    </context>
    <context>
        <name>app/ui/dialogs/note_dialog.py</name>
        <message>
            <source>Note on %1</source>
            <translation>%1のメモ</translation>
        </message>
        <message>
            <source>What is good in it, or still to do</source>
            <translation>良いところや、まだ直すところ</translation>
        </message>
        <message>
            <source>Leave it empty to take the note away.</source>
            <translation>空にするとメモが消えます。</translation>
        </message>
        <message>
            <source>Set note</source>
            <translation>メモを付ける</translation>
        </message>
    </context>
    <context>
        <name>app/ui/dialogs/preferences_dialog.py</name>
        <message>
            <source>This comes true when Shiage is started again; your project opens again by itself.</source>
            <translation>Shiageの再起動後に反映されます。プロジェクトは自動で開き直します。</translation>
        </message>
        <message>
            <source>Preferences</source>
            <translation>環境設定</translation>
        </message>
        <message>
            <source>Pages of the preferences</source>
            <translation>環境設定のページ</translation>
        </message>
        <message>
            <source>General</source>
            <translation>一般</translation>
        </message>
        <message>
            <source>Look</source>
            <translation>外観</translation>
        </message>
        <message>
            <source>%1 seconds after a change</source>
            <translation>変更から%1秒後</translation>
        </message>
        <message>
            <source>Tell me when coloring is done and another window is in front</source>
            <translation>ほかのウィンドウが前面のとき、彩色の完了を通知する</translation>
        </message>
        <message>
            <source>Save at the latest</source>
            <translation>保存の間隔</translation>
        </message>
        <message>
            <source>Pictures in memory</source>
            <translation>メモリに置く画像</translation>
        </message>
        <message>
            <source>%1 of this computer's %2 memory are free now. More pictures in memory play longer shots without a wait.</source>
            <translation>このコンピューターのメモリ%2のうち、%1が空いています。多く置くほど、長いカットを待たずに再生できます。</translation>
        </message>
        <message>
            <source>Takes on disk</source>
            <translation>ディスク上のテイク</translation>
        </message>
        <message>
            <source>%1 are free on the disk. Shiage says so when a project's takes have more. Nothing is deleted by itself.</source>
            <translation>ディスクの空きは%1です。プロジェクトのテイクがこれを超えるとお知らせします。自動で削除されることはありません。</translation>
        </message>
        <message>
            <source>Shiage says so when a project's takes have more. Nothing is deleted by itself.</source>
            <translation>プロジェクトのテイクがこれを超えるとお知らせします。自動で削除されることはありません。</translation>
        </message>
        <message>
            <source>When done</source>
            <translation>完了時</translation>
        </message>
        <message>
            <source>Restart Shiage now</source>
            <translation>今すぐ再起動</translation>
        </message>
        <message>
            <source>Language</source>
            <translation>言語</translation>
        </message>
        <message>
            <source>From the next start.</source>
            <translation>次の起動から変わります。</translation>
        </message>
        <message>
            <source>Everything around the picture is gray without a tint, in each of them.</source>
            <translation>どのテーマでも、画像の周りは色味のないグレーです。</translation>
        </message>
        <message>
            <source>How large words and buttons are, from the next start.</source>
            <translation>次の起動からの文字とボタンの大きさです。</translation>
        </message>
        <message>
            <source>How large words and buttons are, from the next start. Above %1 % the window would not fit this screen.</source>
            <translation>次の起動からの文字とボタンの大きさです。%1 %を超えると、ウィンドウがこの画面に収まりません。</translation>
        </message>
        <message>
            <source>As much as there is</source>
            <translation>あるだけ使う</translation>
        </message>
        <message>
            <source>The system's</source>
            <translation>システムに合わせる</translation>
        </message>
    </context>
    <context>
        <name>app/ui/dialogs/prompt_dialog.py</name>
        <message>
            <source>Frames from ... to ...</source>
            <translation>フレーム…～…</translation>
        </message>
        <message>
            <source>Words to avoid</source>
            <translation>避ける言葉</translation>
        </message>
        <message>
            <source>What the lines do not say: red coat, evening light, wet street</source>
            <translation>線で伝わらないこと：赤いコート、夕方の光、濡れた道</translation>
        </message>
        <message>
            <source>What should not be seen: text, blurred lines, a moustache</source>
            <translation>見えてはいけないもの：文字、にじんだ線、口ひげ</translation>
        </message>
        <message>
            <source>In/out range</source>
            <translation>イン／アウト範囲</translation>
        </message>
        <message>
            <source>This segment</source>
            <translation>このセグメント</translation>
        </message>
        <message>
            <source>For which frames</source>
            <translation>対象のフレーム</translation>
        </message>
        <message>
            <source>Add prompt</source>
            <translation>プロンプトを追加</translation>
        </message>
        <message>
            <source>Edit prompt</source>
            <translation>プロンプトを編集</translation>
        </message>
        <message>
            <source>Alt+Up and Alt+Down go through the words used before</source>
            <translation>Alt+↑とAlt+↓で前に使った言葉を順に表示</translation>
        </message>
        <message>
            <source>For</source>
            <translation>対象</translation>
        </message>
        <message>
            <source>Avoid</source>
            <translation>避ける</translation>
        </message>
        <message>
            <source>Add</source>
            <translation>追加</translation>
        </message>
        <message>
            <source>There is a prompt for these frames already; these words will replace it.</source>
            <translation>このフレームにはすでにプロンプトがあります。この言葉に置き換わります。</translation>
        </message>
        <message>
            <source>Without words the prompt is taken away.</source>
            <translation>言葉がないとプロンプトは削除されます。</translation>
        </message>
    </context>
    <context>
        <name>app/ui/dialogs/queued_dialog.py</name>
        <message>
            <source>A variation is another attempt at the same frames: each number colors them a little differently, and always alike. Type any number that you have not tried.</source>
            <translation>バリエーションは同じフレームの別の試みです。番号ごとに色の付き方が少し変わり、同じ番号ならいつも同じになります。まだ試していない番号を入力してください。</translation>
        </message>
        <message>
            <source>Variation</source>
            <translation>バリエーション</translation>
        </message>
        <message>
            <source>It keeps its place in the queue. The colorizer is that of the whole shot.</source>
            <translation>キューでの位置は変わりません。彩色方式はカット全体で共通です。</translation>
        </message>
        <message>
            <source>Change</source>
            <translation>変更</translation>
        </message>
    </context>
    <context>
        <name>app/ui/dialogs/shortcuts.py</name>
        <message>
            <source>Change keys...</source>
            <translation>キーを変更…</translation>
        </message>
    </context>
    <context>
        <name>app/ui/dialogs/shortcuts_page.py</name>
        <message>
            <source>Mark an action in the list to give it another key.</source>
            <translation>リストの操作を選ぶと、別のキーを割り当てられます。</translation>
        </message>
        <message>
            <source>Press the new key of "%1" now. Esc stops.</source>
            <translation>「%1」の新しいキーを押してください。Escでやめます。</translation>
        </message>
        <message>
            <source>%1 is the key of "%2" in the %3 menu.</source>
            <translation>%1は%3メニューの「%2」のキーです。</translation>
        </message>
        <message>
            <source>%1 is a key of "%2" now. "%3" has it no more.</source>
            <translation>%1は「%2」のキーになりました。「%3」からは外れました。</translation>
        </message>
        <message>
            <source>%1 is a key of "%2" now.</source>
            <translation>%1は「%2」のキーになりました。</translation>
        </message>
        <message>
            <source>"%1" has its own keys again. Another action keeps %2; reset that one too.</source>
            <translation>「%1」は元のキーに戻りました。%2はほかの操作のキーのままです。そちらもリセットしてください。</translation>
        </message>
        <message>
            <source>"%1" has its own keys again.</source>
            <translation>「%1」は元のキーに戻りました。</translation>
        </message>
        <message>
            <source>Every action has its own keys again.</source>
            <translation>すべての操作が元のキーに戻りました。</translation>
        </message>
        <message>
            <source>no key</source>
            <translation>キーなし</translation>
        </message>
        <message>
            <source>Reset all</source>
            <translation>すべてリセット</translation>
        </message>
        <message>
            <source>%1 Press another one, or Esc.</source>
            <translation>%1別のキーを押すか、Escを押してください。</translation>
        </message>
        <message>
            <source>"%1" has no key now.</source>
            <translation>「%1」にはキーがありません。</translation>
        </message>
        <message>
            <source>Change key...</source>
            <translation>キーを変更…</translation>
        </message>
        <message>
            <source>Add key...</source>
            <translation>キーを追加…</translation>
        </message>
        <message>
            <source>No key</source>
            <translation>キーなし</translation>
        </message>
        <message>
            <source>Reset</source>
            <translation>リセット</translation>
        </message>
        <message>
            <source>Take it over</source>
            <translation>こちらに割り当てる</translation>
        </message>
        <message>
            <source>Leave it</source>
            <translation>そのままにする</translation>
        </message>
    </context>
    <context>
        <name>app/ui/dialogs/shot_dialog.py</name>
        <message>
            <source>Shot settings</source>
            <translation>カット設定</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>名前</translation>
        </message>
    </context>
    <context>
        <name>app/ui/dialogs/shots_dialog.py</name>
        <message>
            <source>Size</source>
            <translation>サイズ</translation>
        </message>
        <message>
            <source>Rate</source>
            <translation>レート</translation>
        </message>
        <message>
            <source>Holds</source>
            <translation>止め</translation>
        </message>
        <message>
            <source>In the edit</source>
            <translation>編集での位置</translation>
        </message>
        <message>
            <source>Remarks</source>
            <translation>備考</translation>
        </message>
        <message>
            <source>%1 of %2 shots, %3 frames.</source>
            <translation>%2カット中%1カット、%3フレーム。</translation>
        </message>
        <message>
            <source>Projects go to</source>
            <translation>プロジェクトの保存先</translation>
        </message>
        <message>
            <source>Tick all</source>
            <translation>すべて選択</translation>
        </message>
        <message>
            <source>Tick none</source>
            <translation>選択を解除</translation>
        </message>
        <message>
            <source>Shots without line art: %1.</source>
            <translation>線画のないカット：%1。</translation>
        </message>
    </context>
    <context>
        <name>app/ui/dialogs/swatch_dialogs.py</name>
        <message>
            <source>Color of %1</source>
            <translation>%1の色</translation>
        </message>
        <message>
            <source>Use this color</source>
            <translation>この色を使う</translation>
        </message>
        <message>
            <source>Swatch</source>
            <translation>スウォッチ</translation>
        </message>
        <message>
            <source>Pick from screen</source>
            <translation>画面から色を取る</translation>
        </message>
    </context>
    <context>
        <name>app/ui/dialogs/weights_dialog.py</name>
        <message>
            <source>LongAnimation colors long shots with large models. Their files are not part of Shiage: download them once, or use those that are on this computer already. Draft works without them.</source>
            <translation>LongAnimationは大きなモデルで長いカットを彩色します。そのファイルはShiageに含まれていません。一度ダウンロードするか、このコンピューターにあるものを使ってください。Draftはこれなしで使えます。</translation>
        </message>
        <message>
            <source>in Shiage's own folder</source>
            <translation>Shiageのフォルダー</translation>
        </message>
        <message>
            <source>in the Hugging Face cache</source>
            <translation>Hugging Faceのキャッシュ</translation>
        </message>
        <message>
            <source>in %1</source>
            <translation>%1</translation>
        </message>
        <message>
            <source>Downloading</source>
            <translation>ダウンロード中</translation>
        </message>
        <message>
            <source>Copying</source>
            <translation>コピー中</translation>
        </message>
        <message>
            <source>Not on this computer</source>
            <translation>このコンピューターにはありません</translation>
        </message>
        <message>
            <source>Of %1 parts, %2: about %3 to download.</source>
            <translation>%1個のうち、%2です。ダウンロードは約%3です。</translation>
        </message>
        <message>
            <source>Found</source>
            <translation>あり</translation>
        </message>
        <message>
            <source>Missing</source>
            <translation>なし</translation>
        </message>
        <message>
            <source>Wrong</source>
            <translation>不正</translation>
        </message>
        <message>
            <source>Everything that LongAnimation needs is here.</source>
            <translation>LongAnimationに必要なものはすべてそろっています。</translation>
        </message>
        <message>
            <source>Looking for the files...</source>
            <translation>ファイルを探しています…</translation>
        </message>
        <message>
            <source>%1 of %2</source>
            <translation>%2中%1</translation>
        </message>
        <message>
            <source>Read and accept the licences first</source>
            <translation>先にライセンスを読んで同意してください</translation>
        </message>
        <message>
            <source>Set up LongAnimation</source>
            <translation>LongAnimationのセットアップ</translation>
        </message>
        <message>
            <source>I have read these licences and accept them</source>
            <translation>これらのライセンスを読み、同意します</translation>
        </message>
        <message>
            <source>Use a folder on this computer...</source>
            <translation>このコンピューターのフォルダーを使う…</translation>
        </message>
        <message>
            <source>%1 a second</source>
            <translation>毎秒%1</translation>
        </message>
        <message>
            <source>%1 left</source>
            <translation>残り%1</translation>
        </message>
        <message>
            <source>How far it is</source>
            <translation>進み具合</translation>
        </message>
        <message>
            <source>Parts of LongAnimation</source>
            <translation>LongAnimationの構成</translation>
        </message>
        <message>
            <source>Download what is missing</source>
            <translation>足りないものをダウンロード</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>閉じる</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>キャンセル</translation>
        </message>
    </context>
    <context>
        <name>app/ui/drops.py</name>
        <message>
            <source>"%1" is neither a picture nor a movie.</source>
            <translation>「%1」は画像でもムービーでもありません。</translation>
        </message>
        <message>
            <source>%1 Drop PNG, TIFF, TGA, JPEG, WebP or PSD pictures, a folder of them, or a movie.</source>
            <translation>%1PNG、TIFF、TGA、JPEG、WebP、PSDの画像、それらのフォルダー、またはムービーをドロップしてください。</translation>
        </message>
        <message>
            <source>None of these %1 files is a picture or a movie.</source>
            <translation>これら%1個のファイルに画像やムービーはありません。</translation>
        </message>
    </context>
    <context>
        <name>app/ui/errands.py</name>
        <message>
            <source>Something went wrong in Shiage; your project is kept. Try again, and if it stays so, see Help &gt; Show log.</source>
            <translation>Shiageで問題が起きましたが、プロジェクトは無事です。もう一度試し、直らなければ「ヘルプ &gt; ログを表示」を見てください。</translation>
        </message>
        <message>
            <source>%1: stopped; nothing was changed.</source>
            <translation>%1：中止しました。何も変わっていません。</translation>
        </message>
    </context>
    <context>
        <name>app/ui/guarded.py</name>
        <message>
            <source>Resume</source>
            <translation>再開</translation>
        </message>
    </context>
    <context>
        <name>app/ui/handlers/bringing_shots.py</name>
        <message>
            <source>Edits (%1)</source>
            <translation>編集データ (%1)</translation>
        </message>
        <message>
            <source>Import shots</source>
            <translation>複数のカットを読み込む</translation>
        </message>
        <message>
            <source>Import an edit</source>
            <translation>編集データを読み込む</translation>
        </message>
        <message>
            <source>%1 Shiage</source>
            <translation>%1 Shiage</translation>
        </message>
        <message>
            <source>Folder with a folder or a movie for each shot</source>
            <translation>カットごとのフォルダーかムービーが入ったフォルダー</translation>
        </message>
        <message>
            <source>Folder with the line art of "%1"</source>
            <translation>「%1」の線画のフォルダー</translation>
        </message>
        <message>
            <source>Looking for shots</source>
            <translation>カットを検索中</translation>
        </message>
        <message>
            <source>Open the first one</source>
            <translation>最初のカットを開く</translation>
        </message>
    </context>
    <context>
        <name>app/ui/handlers/coloring.py</name>
        <message>
            <source>asking for color</source>
            <translation>彩色の依頼</translation>
        </message>
        <message>
            <source>%1 segments show other takes again, which fit the shot as it is.</source>
            <translation>%1個のセグメントで、今のカットに合う別のテイクをもう一度表示しました。</translation>
        </message>
        <message>
            <source>Take %1 of segment %2 fits the shot as it is and is shown again.</source>
            <translation>セグメント%2のテイク%1は今のカットに合っているので、もう一度表示しました。</translation>
        </message>
        <message>
            <source>Open it again and choose the older take.</source>
            <translation>開き直して、古いほうのテイクを選んでください。</translation>
        </message>
        <message>
            <source>Coloring is paused; what you asked for waits in the queue.</source>
            <translation>彩色は一時停止中です。依頼した内容はキューで待っています。</translation>
        </message>
        <message>
            <source>Choose take</source>
            <translation>テイクを選択</translation>
        </message>
        <message>
            <source>%1 was deleted.</source>
            <translation>%1を削除しました。</translation>
        </message>
        <message>
            <source>The take stays in its trash.</source>
            <translation>テイクはごみ箱に残ります。</translation>
        </message>
        <message>
            <source>This segment is colored or on its way. Regenerate makes another variation.</source>
            <translation>このセグメントは彩色済みか処理中です。「再生成」で別のバリエーションを作れます。</translation>
        </message>
        <message>
            <source>Unlock segment</source>
            <translation>ロックを解除</translation>
        </message>
        <message>
            <source>This take is the one its locked segment shows. Unlock the segment first.</source>
            <translation>このテイクはロックされたセグメントで表示中です。先にロックを解除してください。</translation>
        </message>
    </context>
    <context>
        <name>app/ui/handlers/exporting.py</name>
        <message>
            <source>Export again...</source>
            <translation>もう一度書き出す…</translation>
        </message>
        <message>
            <source>Show in folder</source>
            <translation>フォルダーで表示</translation>
        </message>
        <message>
            <source>Export to</source>
            <translation>書き出し先</translation>
        </message>
    </context>
    <context>
        <name>app/ui/handlers/helping.py</name>
        <message>
            <source>Diagnostics are in "%1" (%2 kB), without names and paths of yours. Look through it before you send it.</source>
            <translation>診断情報を「%1」（%2 kB）に保存しました。お名前やパスは含まれていません。送る前に中身を確認してください。</translation>
        </message>
        <message>
            <source>%1 exists already; choose another name.</source>
            <translation>%1はすでにあります。別の名前を選んでください。</translation>
        </message>
        <message>
            <source>Save diagnostics</source>
            <translation>診断情報を保存</translation>
        </message>
        <message>
            <source>The look at this computer could not be started (%1).</source>
            <translation>このコンピューターの調査を開始できませんでした（%1）。</translation>
        </message>
        <message>
            <source>The look at this computer takes too long. Try again later.</source>
            <translation>このコンピューターの調査に時間がかかりすぎています。あとでもう一度試してください。</translation>
        </message>
    </context>
    <context>
        <name>app/ui/handlers/hinting.py</name>
        <message>
            <source>There are no color hints yet. Take up the color hint tool and click on the picture.</source>
            <translation>まだ色ヒントがありません。色ヒントツールを選んで画像をクリックしてください。</translation>
        </message>
        <message>
            <source>A key is shown as it is painted; this hint counts on the frames around it.</source>
            <translation>カラーキーは塗られたとおりに表示されます。このヒントは前後のフレームで有効です。</translation>
        </message>
        <message>
            <source>Put color hint</source>
            <translation>色ヒントを置く</translation>
        </message>
        <message>
            <source>Move color hint</source>
            <translation>色ヒントを移動</translation>
        </message>
        <message>
            <source>Color hint %1 of %2, put on frame %3.</source>
            <translation>色ヒント%1/%2、フレーム%3に置かれています。</translation>
        </message>
        <message>
            <source>Color of hint</source>
            <translation>ヒントの色</translation>
        </message>
        <message>
            <source>Another color...</source>
            <translation>ほかの色…</translation>
        </message>
        <message>
            <source>Change color</source>
            <translation>色を変更</translation>
        </message>
        <message>
            <source>Take it off this frame</source>
            <translation>このフレームから外す</translation>
        </message>
        <message>
            <source>Take hint off frame</source>
            <translation>ヒントをフレームから外す</translation>
        </message>
        <message>
            <source>The palette has no colors yet: Alt+click one in the picture</source>
            <translation>パレットにまだ色がありません。画像の色をAlt+クリックしてください</translation>
        </message>
        <message>
            <source>Remove hint</source>
            <translation>ヒントを削除</translation>
        </message>
    </context>
    <context>
        <name>app/ui/handlers/importing.py</name>
        <message>
            <source>New from line art</source>
            <translation>線画から新規作成</translation>
        </message>
        <message>
            <source>Import the others</source>
            <translation>残りを読み込む</translation>
        </message>
        <message>
            <source>A folder</source>
            <translation>フォルダー</translation>
        </message>
        <message>
            <source>Files or a movie</source>
            <translation>ファイルまたはムービー</translation>
        </message>
        <message>
            <source>Replace the line art</source>
            <translation>線画を置き換える</translation>
        </message>
        <message>
            <source>Lay it as a key</source>
            <translation>カラーキーとして置く</translation>
        </message>
        <message>
            <source>Lay them as keys</source>
            <translation>カラーキーとして置く</translation>
        </message>
        <message>
            <source>What should "%1" become?</source>
            <translation>「%1」をどう使いますか？</translation>
        </message>
        <message>
            <source>Their frames will be marked on the timeline. Import again once the drawings are mended.</source>
            <translation>そのフレームはタイムラインに印が付きます。ファイルを直したら、もう一度読み込んでください。</translation>
        </message>
        <message>
            <source>%1 drawing, frames %2 to %3, at %4 fps.</source>
            <translation>動画%1枚、フレーム%2～%3、%4 fps。</translation>
        </message>
        <message>
            <source>%1 drawing, frame %2, at %3 fps.</source>
            <translation>動画%1枚、フレーム%2、%3 fps。</translation>
        </message>
        <message>
            <source>%1 drawings, frames %2 to %3, at %4 fps.</source>
            <translation>動画%1枚、フレーム%2～%3、%4 fps。</translation>
        </message>
        <message>
            <source>%1 drawings, frame %2, at %3 fps.</source>
            <translation>動画%1枚、フレーム%2、%3 fps。</translation>
        </message>
        <message>
            <source>1 drawing is missing. Where is "%1" now?</source>
            <translation>動画が1枚見つかりません。「%1」は今どこにありますか？</translation>
        </message>
        <message>
            <source>%1 drawings are missing. Where is "%2" now?</source>
            <translation>動画が%1枚見つかりません。「%2」は今どこにありますか？</translation>
        </message>
        <message>
            <source>these %1 files</source>
            <translation>これらの%1個のファイル</translation>
        </message>
        <message>
            <source>Reload line art</source>
            <translation>線画を再読み込み</translation>
        </message>
        <message>
            <source>Shiage is still at work. Wait until that is done, or stop it, then drop again.</source>
            <translation>Shiageはまだ作業中です。終わるのを待つか中止してから、もう一度ドロップしてください。</translation>
        </message>
        <message>
            <source>Replacing keeps the keys and takes, and can be undone.</source>
            <translation>置き換えてもカラーキーとテイクは残り、元に戻せます。</translation>
        </message>
        <message>
            <source>As line art, all %1 pictures of its sequence are taken.</source>
            <translation>線画にする場合は、同じ連番の%1枚すべてを読み込みます。</translation>
        </message>
        <message>
            <source>A key is laid on frame %1.</source>
            <translation>カラーキーはフレーム%1に置かれます。</translation>
        </message>
        <message>
            <source>As keys, each is laid on the frame whose number is in its name.</source>
            <translation>カラーキーの場合、それぞれ名前の番号のフレームに置かれます。</translation>
        </message>
        <message>
            <source>Line art</source>
            <translation>線画</translation>
        </message>
        <message>
            <source>What is the line art?</source>
            <translation>線画はどれですか？</translation>
        </message>
        <message>
            <source>The project that is open was kept open, so nothing was imported.</source>
            <translation>今のプロジェクトを開いたままにしたため、何も読み込んでいません。</translation>
        </message>
        <message>
            <source>Replace line art</source>
            <translation>線画を置き換え</translation>
        </message>
        <message>
            <source>The new line art has another size than the keys. Lay the keys again to fit them.</source>
            <translation>新しい線画のサイズがカラーキーと違います。合うようにカラーキーを置き直してください。</translation>
        </message>
        <message>
            <source>Numbers without a drawing count as missing. Reload the line art again once the drawings are mended.</source>
            <translation>動画のない番号は欠けとして扱います。動画を直したら線画を再読み込みしてください。</translation>
        </message>
        <message>
            <source>No drawing is missing: all line art is where it should be.</source>
            <translation>見つからない動画はありません。線画はすべて元の場所にあります。</translation>
        </message>
        <message>
            <source>Find moved files</source>
            <translation>移動したファイルを探す</translation>
        </message>
        <message>
            <source>Folder of line art</source>
            <translation>線画のフォルダー</translation>
        </message>
        <message>
            <source>Looking for line art</source>
            <translation>線画を検索中</translation>
        </message>
        <message>
            <source>Pictures and movies (%1)</source>
            <translation>画像とムービー (%1)</translation>
        </message>
    </context>
    <context>
        <name>app/ui/handlers/inspecting.py</name>
        <message>
            <source>Nothing needs a look in this shot.</source>
            <translation>このカットに確認の必要な箇所はありません。</translation>
        </message>
        <message>
            <source>The finished frames are still being looked at. Nothing needs a look so far.</source>
            <translation>できたフレームをまだ調べています。今のところ確認の必要な箇所はありません。</translation>
        </message>
        <message>
            <source>Nothing on this frame needs a look. N goes to the next place that does.</source>
            <translation>このフレームに確認の必要な箇所はありません。Nで次の要確認箇所へ移動します。</translation>
        </message>
        <message>
            <source>Forget what was marked as fine</source>
            <translation>問題なしの印を取り消す</translation>
        </message>
    </context>
    <context>
        <name>app/ui/handlers/keying.py</name>
        <message>
            <source>The segment being colored still uses the keys as they were; it will be stale.</source>
            <translation>彩色中のセグメントには変更前のカラーキーが使われています。できあがると「要更新」になります。</translation>
        </message>
        <message>
            <source>No key is left. What waits in the queue is colored once there is a key again.</source>
            <translation>カラーキーがなくなりました。キューで待っているものは、カラーキーが置かれると彩色されます。</translation>
        </message>
        <message>
            <source>They are line art</source>
            <translation>線画として使う</translation>
        </message>
        <message>
            <source>Pictures (%1)</source>
            <translation>画像 (%1)</translation>
        </message>
        <message>
            <source>Move to frame %1</source>
            <translation>フレーム%1へ移す</translation>
        </message>
        <message>
            <source>"%1" was laid on frame %2; the number in its name is %3.</source>
            <translation>「%1」をフレーム%2に置きました。名前の番号は%3です。</translation>
        </message>
        <message>
            <source>Frame %1: %2</source>
            <translation>フレーム%1：%2</translation>
        </message>
        <message>
            <source>The key on frame %1 was removed.</source>
            <translation>フレーム%1のカラーキーを削除しました。</translation>
        </message>
        <message>
            <source>Move key</source>
            <translation>カラーキーを移動</translation>
        </message>
        <message>
            <source>No frame number is in these names: %1. Drop each by itself on its frame.</source>
            <translation>名前にフレーム番号がありません：%1。1枚ずつそのフレームの上にドロップしてください。</translation>
        </message>
        <message>
            <source>These are for frames outside the shot (%1 to %2): %3.</source>
            <translation>カット（%1～%2）の外のフレームのものです：%3。</translation>
        </message>
        <message>
            <source>Lay keys</source>
            <translation>カラーキーを置く</translation>
        </message>
        <message>
            <source>Key for frame %1</source>
            <translation>フレーム%1のカラーキー</translation>
        </message>
        <message>
            <source>Replace key</source>
            <translation>カラーキーを差し替え</translation>
        </message>
        <message>
            <source>Align key</source>
            <translation>カラーキーの位置合わせ</translation>
        </message>
        <message>
            <source>Open it again and lay the key once more.</source>
            <translation>開き直して、カラーキーをもう一度置いてください。</translation>
        </message>
        <message>
            <source>This frame cannot be used as a key: %1</source>
            <translation>このフレームはカラーキーにできません：%1</translation>
        </message>
        <message>
            <source>Frames %1: %2</source>
            <translation>フレーム%1：%2</translation>
        </message>
        <message>
            <source>There is no picture on the clipboard. Copy one in your paint program first.</source>
            <translation>クリップボードに画像がありません。先にペイントソフトでコピーしてください。</translation>
        </message>
        <message>
            <source>Use frame as key</source>
            <translation>フレームをカラーキーにする</translation>
        </message>
        <message>
            <source>Color it again</source>
            <translation>彩色し直す</translation>
        </message>
        <message>
            <source>Pictures</source>
            <translation>画像</translation>
        </message>
        <message>
            <source>What are these %1 pictures?</source>
            <translation>この%1枚の画像は何ですか？</translation>
        </message>
        <message>
            <source>Another size</source>
            <translation>サイズが違います</translation>
        </message>
        <message>
            <source>Frame %1 got no key: %2</source>
            <translation>フレーム%1にカラーキーを置けませんでした：%2</translation>
        </message>
    </context>
    <context>
        <name>app/ui/handlers/looks.py</name>
        <message>
            <source>Too large for this screen: the window would not fit on it</source>
            <translation>この画面には大きすぎて、ウィンドウが収まりません</translation>
        </message>
        <message>
            <source>Words and buttons will be at %1 % when Shiage starts again.</source>
            <translation>次にShiageを起動すると、文字とボタンが%1 %になります。</translation>
        </message>
    </context>
    <context>
        <name>app/ui/handlers/mending.py</name>
        <message>
            <source>The line art of %1 is damaged on disk. Save or copy it again.</source>
            <translation>%1の線画がディスク上で破損しています。保存し直すかコピーし直してください。</translation>
        </message>
        <message>
            <source>Reload</source>
            <translation>再読み込み</translation>
        </message>
        <message>
            <source>The line art of %1 was changed on disk.</source>
            <translation>%1の線画がディスク上で変更されています。</translation>
        </message>
        <message>
            <source>The line art of %1 in the project is damaged. Import "%2" again.</source>
            <translation>プロジェクト内の%1の線画が破損しています。「%2」を読み込み直してください。</translation>
        </message>
    </context>
    <context>
        <name>app/ui/handlers/minding.py</name>
        <message>
            <source>Every take is shown, starred, or kept for the other colorizer: there is nothing to tidy away.</source>
            <translation>すべてのテイクが表示中、スター付き、または別の彩色方式用に残すものです。整理するものはありません。</translation>
        </message>
        <message>
            <source>Tidy away</source>
            <translation>整理する</translation>
        </message>
        <message>
            <source>Empty trash</source>
            <translation>ごみ箱を空にする</translation>
        </message>
        <message>
            <source>Put %1 into the trash, %2 on disk?</source>
            <translation>%1（ディスク上で%2）をごみ箱に入れますか？</translation>
        </message>
        <message>
            <source>They are neither shown nor starred. Undo brings them back; the room is free once the trash is emptied.</source>
            <translation>表示中でもスター付きでもないテイクです。「元に戻す」で戻せます。ごみ箱を空にするとディスクが空きます。</translation>
        </message>
        <message>
            <source>Remove the deleted takes of this project for good? That frees %1 MB.</source>
            <translation>このプロジェクトの削除済みテイクを完全に消しますか？%1 MB空きます。</translation>
        </message>
        <message>
            <source>1 take</source>
            <translation>テイク1個</translation>
        </message>
        <message>
            <source>%1 takes</source>
            <translation>テイク%1個</translation>
        </message>
        <message>
            <source>%1 went into the trash.</source>
            <translation>%1をごみ箱に入れました。</translation>
        </message>
        <message>
            <source>Take the star off</source>
            <translation>スターを外す</translation>
        </message>
        <message>
            <source>Note on a take</source>
            <translation>テイクのメモ</translation>
        </message>
        <message>
            <source>Tidy takes away</source>
            <translation>テイクを整理</translation>
        </message>
        <message>
            <source>The takes stay in its trash.</source>
            <translation>テイクはごみ箱に残ります。</translation>
        </message>
        <message>
            <source>The trash of this project is empty.</source>
            <translation>このプロジェクトのごみ箱は空です。</translation>
        </message>
        <message>
            <source>The trash was emptied; %1 MB are free again.</source>
            <translation>ごみ箱を空にしました。%1 MB空きました。</translation>
        </message>
        <message>
            <source>This cannot be undone.</source>
            <translation>この操作は元に戻せません。</translation>
        </message>
    </context>
    <context>
        <name>app/ui/handlers/playing.py</name>
        <message>
            <source>all frames</source>
            <translation>全フレーム</translation>
        </message>
    </context>
    <context>
        <name>app/ui/handlers/preferring.py</name>
        <message>
            <source>Coloring "%1" is done.</source>
            <translation>「%1」の彩色が終わりました。</translation>
        </message>
    </context>
    <context>
        <name>app/ui/handlers/projects.py</name>
        <message>
            <source>Open anyway</source>
            <translation>それでも開く</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>もう一度試す</translation>
        </message>
        <message>
            <source>Close without saving</source>
            <translation>保存せずに閉じる</translation>
        </message>
        <message>
            <source>Keep coloring in the background</source>
            <translation>バックグラウンドで彩色を続ける</translation>
        </message>
        <message>
            <source>Stop and switch</source>
            <translation>中止して切り替える</translation>
        </message>
        <message>
            <source>Stay here</source>
            <translation>このままにする</translation>
        </message>
        <message>
            <source>"%1" is being colored. Stop that and open the other shot?</source>
            <translation>「%1」を彩色中です。中止して別のカットを開きますか？</translation>
        </message>
        <message>
            <source>What is not done yet waits in this shot; coloring can go on when you come back.</source>
            <translation>残りはこのカットで待ちます。戻ったときに彩色を続けられます。</translation>
        </message>
        <message>
            <source>The file "%1" is not where the project expects it.</source>
            <translation>ファイル「%1」が元の場所にありません。</translation>
        </message>
        <message>
            <source>"%1" is being colored. Go on with that while the other shot is open?</source>
            <translation>「%1」を彩色中です。別のカットを開いている間も彩色を続けますか？</translation>
        </message>
        <message>
            <source>If you stop it, the rest waits in this shot; coloring can go on when you come back.</source>
            <translation>中止すると、残りはこのカットで待ちます。戻ったときに彩色を続けられます。</translation>
        </message>
        <message>
            <source>Stop coloring in the background</source>
            <translation>バックグラウンドの彩色を中止</translation>
        </message>
        <message>
            <source>If nobody works in it there (the other computer was switched off, say), it can be opened anyway.</source>
            <translation>そちらで誰も作業していない場合（そのコンピューターの電源が切れたなど）は、開いてもかまいません。</translation>
        </message>
        <message>
            <source>%1 files (the first is "%2") are not where the project expects them.</source>
            <translation>%1個のファイル（最初は「%2」）が元の場所にありません。</translation>
        </message>
        <message>
            <source>In the background, its turn comes when "%1" is through. %2</source>
            <translation>バックグラウンドでは「%1」が終わったあとに順番が来ます。%2</translation>
        </message>
        <message>
            <source>Switch shot</source>
            <translation>カットを切り替え</translation>
        </message>
        <message>
            <source>Open project (a folder whose name ends in %1)</source>
            <translation>プロジェクトを開く（名前が%1で終わるフォルダー）</translation>
        </message>
        <message>
            <source>Saved in "%1".</source>
            <translation>「%1」に保存しました。</translation>
        </message>
        <message>
            <source>Saved as "%1".</source>
            <translation>「%1」として保存しました。</translation>
        </message>
        <message>
            <source>Save a copy</source>
            <translation>コピーを保存</translation>
        </message>
        <message>
            <source>A copy was saved as "%1".</source>
            <translation>「%1」としてコピーを保存しました。</translation>
        </message>
        <message>
            <source>Open project</source>
            <translation>プロジェクトを開く</translation>
        </message>
        <message>
            <source>Not saved</source>
            <translation>未保存</translation>
        </message>
        <message>
            <source>"%1" could not be saved.</source>
            <translation>「%1」を保存できませんでした。</translation>
        </message>
        <message>
            <source>Save as</source>
            <translation>名前を付けて保存</translation>
        </message>
        <message>
            <source>Open elsewhere</source>
            <translation>ほかで開かれています</translation>
        </message>
    </context>
    <context>
        <name>app/ui/handlers/prompting.py</name>
        <message>
            <source>Move prompt</source>
            <translation>プロンプトを移動</translation>
        </message>
    </context>
    <context>
        <name>app/ui/handlers/queueing.py</name>
        <message>
            <source>editing the queue</source>
            <translation>キューの編集</translation>
        </message>
        <message>
            <source>Frames %1-%2</source>
            <translation>フレーム%1〜%2</translation>
        </message>
        <message>
            <source>This variation is there already, or on its way; it waits no more.</source>
            <translation>このバリエーションはもうあるか、処理中です。キューから外しました。</translation>
        </message>
    </context>
    <context>
        <name>app/ui/handlers/recovering.py</name>
        <message>
            <source>Continue coloring</source>
            <translation>彩色を続ける</translation>
        </message>
        <message>
            <source>Not now</source>
            <translation>あとで</translation>
        </message>
        <message>
            <source>Shiage closed unexpectedly. Your project is complete as of %1.</source>
            <translation>Shiageが予期せず終了しました。プロジェクトは%1の時点まで無事です。</translation>
        </message>
        <message>
            <source>1 segment waits in the queue, which is paused.</source>
            <translation>一時停止中のキューで1個のセグメントが待っています。</translation>
        </message>
        <message>
            <source>%1 segments wait in the queue, which is paused.</source>
            <translation>一時停止中のキューで%1個のセグメントが待っています。</translation>
        </message>
        <message>
            <source>Shiage closed unexpectedly. Your project is complete as of %1. 1 segment waits in the queue, which is paused.</source>
            <translation>Shiageが予期せず終了しました。プロジェクトは%1の時点まで無事です。一時停止中のキューで1個のセグメントが待っています。</translation>
        </message>
        <message>
            <source>Shiage closed unexpectedly. Your project is complete as of %1. %2 segments wait in the queue, which is paused.</source>
            <translation>Shiageが予期せず終了しました。プロジェクトは%1の時点まで無事です。一時停止中のキューで%2個のセグメントが待っています。</translation>
        </message>
        <message>
            <source>1 segment was still to be colored.</source>
            <translation>まだ彩色していないセグメントが1個ありました。</translation>
        </message>
        <message>
            <source>%1 segments were still to be colored.</source>
            <translation>まだ彩色していないセグメントが%1個ありました。</translation>
        </message>
        <message>
            <source>1 segment was still to be colored when you left.</source>
            <translation>終了時に、まだ彩色していないセグメントが1個ありました。</translation>
        </message>
        <message>
            <source>%1 segments were still to be colored when you left.</source>
            <translation>終了時に、まだ彩色していないセグメントが%1個ありました。</translation>
        </message>
        <message>
            <source>Welcome back</source>
            <translation>前回の続き</translation>
        </message>
    </context>
    <context>
        <name>app/ui/handlers/setting_up.py</name>
        <message>
            <source>Folder with the files of LongAnimation</source>
            <translation>LongAnimationのファイルがあるフォルダー</translation>
        </message>
        <message>
            <source>LongAnimation: %1</source>
            <translation>LongAnimation：%1</translation>
        </message>
        <message>
            <source>Looking into the folder...</source>
            <translation>フォルダーを調べています…</translation>
        </message>
        <message>
            <source>Asking for it...</source>
            <translation>問い合わせています…</translation>
        </message>
    </context>
    <context>
        <name>app/ui/handlers/sharing.py</name>
        <message>
            <source>Its swatches, with their names and colors, become a palette of this shot.</source>
            <translation>スウォッチの名前と色が、このカットのパレットになります。</translation>
        </message>
        <message>
            <source>Its keys are copied into this project as model sheets, to pick colors from.</source>
            <translation>そのカラーキーを、色を取るためのモデルシートとしてこのプロジェクトにコピーします。</translation>
        </message>
        <message>
            <source>Palette of %1</source>
            <translation>%1のパレット</translation>
        </message>
        <message>
            <source>The palette of "%1" is shown: 1 swatch of it.</source>
            <translation>「%1」のパレットを表示しています。スウォッチ1個です。</translation>
        </message>
        <message>
            <source>The palette of "%1" is shown: %2 swatches of it.</source>
            <translation>「%1」のパレットを表示しています。スウォッチ%2個です。</translation>
        </message>
        <message>
            <source>Palette of another shot</source>
            <translation>別のカットのパレット</translation>
        </message>
        <message>
            <source>Take over</source>
            <translation>引き継ぐ</translation>
        </message>
        <message>
            <source>"%1" has no swatches yet: lay a key in it first.</source>
            <translation>「%1」にはまだスウォッチがありません。先にカラーキーを置いてください。</translation>
        </message>
        <message>
            <source>Add the keys of a shot</source>
            <translation>別のカットのカラーキーを追加</translation>
        </message>
        <message>
            <source>"%1" has no keys yet.</source>
            <translation>「%1」にはまだカラーキーがありません。</translation>
        </message>
        <message>
            <source>Add model sheets</source>
            <translation>モデルシートを追加</translation>
        </message>
        <message>
            <source>Add model sheet</source>
            <translation>モデルシートを追加</translation>
        </message>
    </context>
    <context>
        <name>app/ui/handlers/sheeting.py</name>
        <message>
            <source>Pictures (*.png *.tif *.tiff *.tga *.psd *.jpg *.jpeg *.bmp *.webp)</source>
            <translation>画像 (*.png *.tif *.tiff *.tga *.psd *.jpg *.jpeg *.bmp *.webp)</translation>
        </message>
        <message>
            <source>Draft takes its colors from keys alone, and never from a model sheet: pick colors from it, or make swatches. LongAnimation can color a segment from it.</source>
            <translation>Draftはカラーキーからだけ色を取り、モデルシートは使いません。シートからは色を拾うか、スウォッチを作ってください。LongAnimationならシートからセグメントを彩色できます。</translation>
        </message>
        <message>
            <source>Rename model sheet</source>
            <translation>モデルシートの名前を変更</translation>
        </message>
        <message>
            <source>Rename</source>
            <translation>名前を変更</translation>
        </message>
        <message>
            <source>Segment %1 takes its colors from "%2" now. Its menu offers the keys again.</source>
            <translation>セグメント%1はこれから「%2」の色を使います。メニューでカラーキーに戻せます。</translation>
        </message>
        <message>
            <source>"%1" has %2 flat colors: no new one in the palette.</source>
            <translation>「%1」のベタ色は%2色：パレットに新しい色はありません。</translation>
        </message>
        <message>
            <source>"%1" has %2 flat colors: 1 new swatch in the palette.</source>
            <translation>「%1」のベタ色は%2色：パレットに新しいスウォッチが1つ加わりました。</translation>
        </message>
        <message>
            <source>"%1" has %2 flat colors: %3 new swatches in the palette.</source>
            <translation>「%1」のベタ色は%2色：パレットに新しいスウォッチが%3個加わりました。</translation>
        </message>
        <message>
            <source>Swatches from %1</source>
            <translation>「%1」からのスウォッチ</translation>
        </message>
    </context>
    <context>
        <name>app/ui/handlers/swatching.py</name>
        <message>
            <source>Palettes (%1)</source>
            <translation>パレット (%1)</translation>
        </message>
        <message>
            <source>Looking...</source>
            <translation>調べています…</translation>
        </message>
        <message>
            <source>Rename swatch</source>
            <translation>スウォッチの名前を変更</translation>
        </message>
        <message>
            <source>Merge %1 into</source>
            <translation>%1の統合先</translation>
        </message>
        <message>
            <source>Merge</source>
            <translation>統合</translation>
        </message>
        <message>
            <source>Night</source>
            <translation>夜</translation>
        </message>
        <message>
            <source>Clone palette</source>
            <translation>パレットを複製</translation>
        </message>
        <message>
            <source>Clone</source>
            <translation>複製</translation>
        </message>
        <message>
            <source>Rename palette</source>
            <translation>パレットの名前を変更</translation>
        </message>
        <message>
            <source>Import palette %1</source>
            <translation>パレット%1を読み込み</translation>
        </message>
        <message>
            <source>The palette "%1" has %2 colors; %3 of %4 swatches got another one. Colors belong to the swatches of the same name, or stand in the same order.</source>
            <translation>パレット「%1」には%2色あり、%4個のスウォッチのうち%3個の色が変わりました。色は、同じ名前または同じ順番のスウォッチに対応します。</translation>
        </message>
        <message>
            <source>The palette "%1" was written to %2.</source>
            <translation>パレット「%1」を%2に書き出しました。</translation>
        </message>
        <message>
            <source>Flat cels</source>
            <translation>ベタ塗りセル</translation>
        </message>
        <message>
            <source>No flat cels</source>
            <translation>ベタ塗りセルを解除</translation>
        </message>
        <message>
            <source>Change color of %1</source>
            <translation>%1の色を変更</translation>
        </message>
        <message>
            <source>Merge %1</source>
            <translation>%1を統合</translation>
        </message>
        <message>
            <source>Reset %1</source>
            <translation>%1をリセット</translation>
        </message>
        <message>
            <source>Remove %1</source>
            <translation>「%1」を外す</translation>
        </message>
        <message>
            <source>Show palette %1</source>
            <translation>パレット%1を表示</translation>
        </message>
        <message>
            <source>Clone palette as %1</source>
            <translation>パレットを%1として複製</translation>
        </message>
        <message>
            <source>Import palette</source>
            <translation>パレットを読み込む</translation>
        </message>
        <message>
            <source>Export palette</source>
            <translation>パレットを書き出す</translation>
        </message>
        <message>
            <source>%1 is too large for a palette; choose another one.</source>
            <translation>%1はパレットとしては大きすぎます。別のものを選んでください。</translation>
        </message>
        <message>
            <source>%1 cannot be read (%2); choose another one.</source>
            <translation>%1を読み取れません（%2）。別のものを選んでください。</translation>
        </message>
        <message>
            <source>%1 cannot be written (%2); choose another folder.</source>
            <translation>%1に書き込めません（%2）。別のフォルダーを選んでください。</translation>
        </message>
        <message>
            <source>Show next palette</source>
            <translation>次のパレットを表示</translation>
        </message>
        <message>
            <source>%1 is in no finished frame.</source>
            <translation>%1は完成したフレームのどこにもありません。</translation>
        </message>
        <message>
            <source>%1 is in %2 of %3 frames: %4. Looking...</source>
            <translation>%1は%3フレーム中%2フレームにあります：%4。調べています…</translation>
        </message>
        <message>
            <source>%1 is in %2 of %3 frames: %4.</source>
            <translation>%1は%3フレーム中%2フレームにあります：%4。</translation>
        </message>
    </context>
    <context>
        <name>app/ui/handlers/switching.py</name>
        <message>
            <source>"%1" is no longer colored in the background. %2</source>
            <translation>「%1」のバックグラウンドでの彩色が止まりました。%2</translation>
        </message>
        <message>
            <source>Coloring "%1" in the background stopped unexpectedly. Open the shot to go on.</source>
            <translation>「%1」のバックグラウンドでの彩色が突然止まりました。続けるにはカットを開いてください。</translation>
        </message>
        <message>
            <source>Open shot</source>
            <translation>カットを開く</translation>
        </message>
        <message>
            <source>"%1" was moved in the order of the shots.</source>
            <translation>カットの並びの中で「%1」を移動しました。</translation>
        </message>
    </context>
    <context>
        <name>app/ui/handlers/timeline_exporting.py</name>
        <message>
            <source>OpenTimelineIO</source>
            <translation>OpenTimelineIO</translation>
        </message>
        <message>
            <source>Shown takes</source>
            <translation>表示中のテイク</translation>
        </message>
        <message>
            <source>All takes</source>
            <translation>すべてのテイク</translation>
        </message>
        <message>
            <source>This shot</source>
            <translation>このカット</translation>
        </message>
        <message>
            <source>All shots</source>
            <translation>すべてのカット</translation>
        </message>
        <message>
            <source>Which shots go into the timeline? There are %1 beside one another.</source>
            <translation>タイムラインに入れるカットはどれですか？ %1カットが並んでいます。</translation>
        </message>
        <message>
            <source>Which takes go into the timeline? Their pictures are written beside it.</source>
            <translation>どのテイクをタイムラインに入れますか？画像はそのそばに書き出されます。</translation>
        </message>
        <message>
            <source>An editing program can switch between the takes of a clip where all are there.</source>
            <translation>すべて入れると、編集ソフトでクリップのテイクを切り替えられます。</translation>
        </message>
        <message>
            <source>Export timeline (OpenTimelineIO)</source>
            <translation>タイムラインを書き出し（OpenTimelineIO）</translation>
        </message>
        <message>
            <source>Export timeline</source>
            <translation>タイムラインを書き出し</translation>
        </message>
    </context>
    <context>
        <name>app/ui/interface_size.py</name>
        <message>
            <source>The interface size is %1 % here: at %2 % the window would not fit this screen.</source>
            <translation>表示サイズは%1 %です。%2 %ではウィンドウがこの画面に収まりません。</translation>
        </message>
    </context>
    <context>
        <name>app/ui/main_window.py</name>
        <message>
            <source>side panel</source>
            <translation>サイドパネル</translation>
        </message>
        <message>
            <source>tool bar</source>
            <translation>ツールバー</translation>
        </message>
        <message>
            <source>Open recent</source>
            <translation>最近使ったプロジェクトを開く</translation>
        </message>
        <message>
            <source>All changes saved</source>
            <translation>すべて保存済み</translation>
        </message>
        <message>
            <source>Saving...</source>
            <translation>保存中…</translation>
        </message>
        <message>
            <source>%1 - Shiage</source>
            <translation>%1 - Shiage</translation>
        </message>
    </context>
    <context>
        <name>app/ui/menus.py</name>
        <message>
            <source>Go to this key</source>
            <translation>このカラーキーへ移動</translation>
        </message>
        <message>
            <source>Replace key...</source>
            <translation>カラーキーを差し替え…</translation>
        </message>
        <message>
            <source>Go to frame %1</source>
            <translation>フレーム%1へ移動</translation>
        </message>
        <message>
            <source>Lay key on frame %1...</source>
            <translation>フレーム%1にカラーキーを置く…</translation>
        </message>
        <message>
            <source>Paste as key on frame %1</source>
            <translation>フレーム%1にカラーキーとして貼り付け</translation>
        </message>
        <message>
            <source>Use finished frame %1 as a key</source>
            <translation>できあがったフレーム%1をカラーキーにする</translation>
        </message>
        <message>
            <source>Set in and out to its frames</source>
            <translation>このフレームにイン点とアウト点を設定</translation>
        </message>
        <message>
            <source>Clear range</source>
            <translation>範囲を解除</translation>
        </message>
        <message>
            <source>Add prompt here...</source>
            <translation>ここにプロンプトを追加…</translation>
        </message>
        <message>
            <source>Set in on frame %1</source>
            <translation>フレーム%1にイン点を設定</translation>
        </message>
        <message>
            <source>Set out on frame %1</source>
            <translation>フレーム%1にアウト点を設定</translation>
        </message>
    </context>
    <context>
        <name>app/ui/notices.py</name>
        <message>
            <source>Shiage is still at work. Wait until that is done, or stop it, then try again.</source>
            <translation>Shiageはまだ作業中です。終わるまで待つか中止してから、もう一度お試しください。</translation>
        </message>
        <message>
            <source>Info</source>
            <translation>お知らせ</translation>
        </message>
        <message>
            <source>Warning</source>
            <translation>警告</translation>
        </message>
        <message>
            <source>Error</source>
            <translation>エラー</translation>
        </message>
        <message>
            <source>Close notice</source>
            <translation>通知を閉じる</translation>
        </message>
    </context>
    <context>
        <name>app/ui/paint/color_button.py</name>
        <message>
            <source>Color to paint with: %1</source>
            <translation>塗る色：%1</translation>
        </message>
    </context>
    <context>
        <name>app/ui/paint/easel.py</name>
        <message>
            <source>Fill from neighbour</source>
            <translation>隣から塗る</translation>
        </message>
        <message>
            <source>Painting on this frame failed. Go to another frame and back, and try again.</source>
            <translation>このフレームに塗れませんでした。別のフレームに移って戻り、もう一度試してください。</translation>
        </message>
        <message>
            <source>This frame cannot be painted on. %1</source>
            <translation>このフレームには塗れません。%1</translation>
        </message>
        <message>
            <source>The last stroke could not be kept. %1</source>
            <translation>最後のストロークを保存できませんでした。%1</translation>
        </message>
    </context>
    <context>
        <name>app/ui/paint/hand.py</name>
        <message>
            <source>On this line it is not clear which area you mean. Click inside the area to fill it.</source>
            <translation>線の上では、どちらの領域か判断できません。塗りたい領域の内側をクリックしてください。</translation>
        </message>
        <message>
            <source>There is no line here. Click on the line that is to have the color.</source>
            <translation>ここには線がありません。色を付けたい線をクリックしてください。</translation>
        </message>
    </context>
    <context>
        <name>app/ui/paint/handling.py</name>
        <message>
            <source>Color to paint with</source>
            <translation>塗る色</translation>
        </message>
        <message>
            <source>The correction of frame %1 was taken back.</source>
            <translation>フレーム%1の修正を取り消しました。</translation>
        </message>
        <message>
            <source>No other frame has color yet. Lay a key, or paint one, and fill this frame from it then.</source>
            <translation>ほかに色のあるフレームがまだありません。カラーキーを置くか塗ってから、このフレームをそこから塗ってください。</translation>
        </message>
        <message>
            <source>Nothing here is unpainted that the neighbouring frame knows a color for.</source>
            <translation>隣のフレームの色で塗れる塗り残しはありません。</translation>
        </message>
        <message>
            <source>Paint it again.</source>
            <translation>もう一度塗ってください。</translation>
        </message>
        <message>
            <source>The colors of frame %1 cannot be used: %2</source>
            <translation>フレーム%1の色を使えません：%2</translation>
        </message>
    </context>
    <context>
        <name>app/ui/paint/options_bar.py</name>
        <message>
            <source>Click a line, or drag over several.</source>
            <translation>線をクリックするか、複数の線の上をドラッグします。</translation>
        </message>
        <message>
            <source>Click an area, or drag over several. K or Alt+click picks a color.</source>
            <translation>塗る場所をクリック、またはドラッグで続けて塗ります。KまたはAlt+クリックで色を取ります。</translation>
        </message>
        <message>
            <source>Paints beneath the lines. [ and ] change the size. K or Alt+click picks a color.</source>
            <translation>線の下に塗ります。[と]で太さを変えます。KまたはAlt+クリックで色を取ります。</translation>
        </message>
        <message>
            <source>Takes color away. [ and ] change the size.</source>
            <translation>色を消します。[と]で太さを変えます。</translation>
        </message>
        <message>
            <source>Click a color to paint with it.</source>
            <translation>クリックした色で塗れるようになります。</translation>
        </message>
        <message>
            <source>Size of brush and eraser, in pixels</source>
            <translation>ブラシと消しゴムの太さ（ピクセル）</translation>
        </message>
        <message>
            <source>How much colors may differ that are filled together</source>
            <translation>一緒に塗る色の違いの許容範囲です</translation>
        </message>
        <message>
            <source>Close gaps</source>
            <translation>隙間閉じ</translation>
        </message>
        <message>
            <source>How the tool works</source>
            <translation>ツールの使い方</translation>
        </message>
        <message>
            <source>Size of brush and eraser</source>
            <translation>ブラシと消しゴムの太さ</translation>
        </message>
        <message>
            <source>Gaps in lines that are closed</source>
            <translation>閉じる線の隙間</translation>
        </message>
        <message>
            <source>How wide a gap in a line may be for color not to leak through it</source>
            <translation>色が漏れないように閉じる、線の隙間の幅です</translation>
        </message>
        <message>
            <source>Mark unpainted</source>
            <translation>塗り残し</translation>
        </message>
        <message>
            <source>Tolerance</source>
            <translation>許容値</translation>
        </message>
        <message>
            <source>Through frames</source>
            <translation>範囲を塗る</translation>
        </message>
    </context>
    <context>
        <name>app/ui/paint/paint_view.py</name>
        <message>
            <source>Getting this frame ready to paint on...</source>
            <translation>このフレームを塗れるように準備しています…</translation>
        </message>
        <message>
            <source>A click fills through frames %1 to %2: 1 frame</source>
            <translation>クリックでフレーム%1～%2を塗ります：1フレーム</translation>
        </message>
        <message>
            <source>A click fills through frames %1 to %2: %3 frames</source>
            <translation>クリックでフレーム%1～%2を塗ります：%3フレーム</translation>
        </message>
    </context>
    <context>
        <name>app/ui/paint/range_fill.py</name>
        <message>
            <source>This area was found on none of these frames. Click where it is larger, or paint the frames one by one.</source>
            <translation>この領域はどのフレームにも見つかりませんでした。もっと広いところをクリックするか、フレームを1枚ずつ塗ってください。</translation>
        </message>
        <message>
            <source>The locked segments of this range stay as they are. Unlock them to fill their frames.</source>
            <translation>この範囲のロックしたセグメントはそのままです。フレームを塗るには、ロックを解除してください。</translation>
        </message>
        <message>
            <source>It takes the color there, and %1 segments are colored again (%2). Other segments stay as they are.</source>
            <translation>そこにこの色が付き、%1個のセグメント（%2）を再彩色します。ほかのセグメントはそのままです。</translation>
        </message>
        <message>
            <source>The area takes the color on %1 frames: %2.</source>
            <translation>この領域の%1フレームに色が付きます：%2。</translation>
        </message>
        <message>
            <source>This area was found on %1 frames: %2.</source>
            <translation>この領域は%1フレームで見つかりました：%2。</translation>
        </message>
        <message>
            <source>Fill %1 frames</source>
            <translation>%1フレームを塗る</translation>
        </message>
        <message>
            <source>It takes the color there, and segment %1 is colored again. Other segments stay as they are.</source>
            <translation>そこにこの色が付き、セグメント%1を再彩色します。ほかのセグメントはそのままです。</translation>
        </message>
        <message>
            <source>The area takes the color on %1.</source>
            <translation>この領域の%1に色が付きます。</translation>
        </message>
        <message>
            <source>%1 does not fill through frames. Choose Draft, or paint the frames one by one as keys.</source>
            <translation>%1はフレーム範囲を塗れません。Draftを選ぶか、フレームを1枚ずつカラーキーとして塗ってください。</translation>
        </message>
        <message>
            <source>Fill it again.</source>
            <translation>もう一度塗ってください。</translation>
        </message>
        <message>
            <source>This area was found on %1.</source>
            <translation>この領域は%1で見つかりました。</translation>
        </message>
        <message>
            <source>Fill 1 frame</source>
            <translation>1フレームを塗る</translation>
        </message>
        <message>
            <source>Not found, and left as it is: %1.</source>
            <translation>見つからず、そのまま残ります：%1。</translation>
        </message>
        <message>
            <source>The key that was clicked is painted.</source>
            <translation>クリックしたカラーキーにも塗ります。</translation>
        </message>
        <message>
            <source>Other keys among these frames stay as they are.</source>
            <translation>この中のほかのカラーキーはそのままです。</translation>
        </message>
        <message>
            <source>Keys among these frames stay as they are.</source>
            <translation>この中のカラーキーはそのままです。</translation>
        </message>
        <message>
            <source>Locked segments stay as they are.</source>
            <translation>ロックしたセグメントはそのままです。</translation>
        </message>
        <message>
            <source>Look for this area</source>
            <translation>この領域を探す</translation>
        </message>
        <message>
            <source>All frames of this range are keys, which stay as they are. Paint on them.</source>
            <translation>この範囲のフレームはすべてカラーキーで、そのまま残ります。その上に直接塗ってください。</translation>
        </message>
    </context>
    <context>
        <name>app/ui/paint/swatch_row.py</name>
        <message>
            <source>Colors of the palette, %1</source>
            <translation>パレットの色、%1</translation>
        </message>
        <message>
            <source>Colors of the palette</source>
            <translation>パレットの色</translation>
        </message>
        <message>
            <source>%1, #%2: paint with it</source>
            <translation>%1、#%2：この色で塗る</translation>
        </message>
    </context>
    <context>
        <name>app/ui/paint/tool_strip.py</name>
        <message>
            <source>More tools</source>
            <translation>その他のツール</translation>
        </message>
        <message>
            <source>Tools</source>
            <translation>ツール</translation>
        </message>
    </context>
    <context>
        <name>app/ui/paint/toolbox.py</name>
        <message>
            <source>None</source>
            <translation>なし</translation>
        </message>
        <message>
            <source>Small</source>
            <translation>小</translation>
        </message>
        <message>
            <source>Medium</source>
            <translation>中</translation>
        </message>
        <message>
            <source>Large</source>
            <translation>大</translation>
        </message>
    </context>
    <context>
        <name>app/ui/panels/busy_bar.py</name>
        <message>
            <source>Progress</source>
            <translation>進行状況</translation>
        </message>
        <message>
            <source>Cancel this work</source>
            <translation>この作業を中止</translation>
        </message>
        <message>
            <source>%1: stopping...</source>
            <translation>%1：中止しています…</translation>
        </message>
    </context>
    <context>
        <name>app/ui/panels/checks_panel.py</name>
        <message>
            <source>Checking the takes...</source>
            <translation>テイクを確認中…</translation>
        </message>
        <message>
            <source>Places that need a look</source>
            <translation>要確認箇所</translation>
        </message>
        <message>
            <source>Needs a look (at least %1)</source>
            <translation>要確認（%1以上）</translation>
        </message>
        <message>
            <source>Needs a look (%1)</source>
            <translation>要確認（%1）</translation>
        </message>
        <message>
            <source>The %1 largest are listed, N goes to all of them</source>
            <translation>大きいものから%1件を表示しています。Nキーではすべてを順に確認できます</translation>
        </message>
        <message>
            <source>In the order of frames. Click or Enter goes there, again to the next place. Delete marks it as fine.</source>
            <translation>フレーム順です。クリックまたはEnterでその場所へ、もう一度で次の場所へ移ります。Deleteでその行を問題なしにします。</translation>
        </message>
        <message>
            <source>Not checked</source>
            <translation>未チェック</translation>
        </message>
        <message>
            <source>Still looking: more may come</source>
            <translation>まだ調べています。増えることがあります</translation>
        </message>
    </context>
    <context>
        <name>app/ui/panels/colorizer_box.py</name>
        <message>
            <source>Untrained weights, for trying out: the colors mean nothing.</source>
            <translation>試用のための未学習モデルです。色に意味はありません。</translation>
        </message>
        <message>
            <source>Lines between the keys have the colors that the keys have them in: brown round skin, for example. Without it they are as they are drawn. Changing it makes the shot's takes stale; Undo takes that back</source>
            <translation>カラーキーの間のフレームでも、線をカラーキーと同じ色にします（肌の線は茶色など）。オフにすると、線は描かれたままです。切り替えるとカットのテイクは要更新になります（「元に戻す」で取り消せます）</translation>
        </message>
        <message>
            <source>Carries the keys' colors from drawing to drawing; on any computer, in seconds</source>
            <translation>カラーキーの色を動画から動画へ伝えます。どのコンピューターでも数秒です</translation>
        </message>
        <message>
            <source>Paints each drawing anew and remembers the whole shot; wants a large graphics card</source>
            <translation>動画を1枚ずつ描き起こし、カット全体を覚えます。大きなグラフィックボードが必要です</translation>
        </message>
        <message>
            <source>Color with %1</source>
            <translation>%1で彩色</translation>
        </message>
        <message>
            <source>Color lines as the keys do</source>
            <translation>線をカラーキーの色にする</translation>
        </message>
        <message>
            <source>Lines as they are drawn</source>
            <translation>線を描かれたままにする</translation>
        </message>
        <message>
            <source>Colorizer</source>
            <translation>彩色方式</translation>
        </message>
        <message>
            <source>Weights</source>
            <translation>モデル</translation>
        </message>
        <message>
            <source>Released</source>
            <translation>公開版</translation>
        </message>
        <message>
            <source>Tiny (untrained)</source>
            <translation>極小（未学習）</translation>
        </message>
        <message>
            <source>Choose weights</source>
            <translation>モデルを選択</translation>
        </message>
        <message>
            <source>Hide details</source>
            <translation>詳細を隠す</translation>
        </message>
        <message>
            <source>Details</source>
            <translation>詳細</translation>
        </message>
    </context>
    <context>
        <name>app/ui/panels/compare_bar.py</name>
        <message>
            <source>Takes are compared here, once a segment is colored.</source>
            <translation>セグメントを彩色すると、ここでテイクを比べられます。</translation>
        </message>
        <message>
            <source>A: No take</source>
            <translation>A：テイクなし</translation>
        </message>
        <message>
            <source>No other take</source>
            <translation>ほかのテイクなし</translation>
        </message>
        <message>
            <source>What the shown take is compared with</source>
            <translation>表示中のテイクと比べる相手</translation>
        </message>
    </context>
    <context>
        <name>app/ui/panels/cut_off_card.py</name>
        <message>
            <source>Open it again</source>
            <translation>もう一度開く</translation>
        </message>
        <message>
            <source>Shiage closed unexpectedly while "%1" was open.</source>
            <translation>「%1」を開いている間に、Shiageが予期せず終了しました。</translation>
        </message>
        <message>
            <source>Open it to go on from what was saved.</source>
            <translation>開くと、保存されたところから続けられます。</translation>
        </message>
    </context>
    <context>
        <name>app/ui/panels/fitting_row.py</name>
        <message>
            <source>More of this row</source>
            <translation>この行のその他</translation>
        </message>
    </context>
    <context>
        <name>app/ui/panels/frame_field.py</name>
        <message>
            <source>Type a frame %1 and press Enter to go there; "+10" or "-5" counts from here. Up and Down step</source>
            <translation>フレームを%1入力してEnterを押すと移動します。「+10」「-5」は今の位置から数えます。上下キーで1つずつ動きます</translation>
        </message>
        <message>
            <source>as a number or timecode</source>
            <translation>番号またはタイムコードで</translation>
        </message>
        <message>
            <source>as a number or feet+frames</source>
            <translation>番号またはフィート+フレームで</translation>
        </message>
        <message>
            <source>Frame</source>
            <translation>フレーム</translation>
        </message>
    </context>
    <context>
        <name>app/ui/panels/generate_box.py</name>
        <message>
            <source>As it was when the engine started, for pictures of 16:9; wider ones take more</source>
            <translation>エンジン起動時の値です。16:9の画像の場合で、横に長いほど多く必要です</translation>
        </message>
        <message>
            <source>%1 segment to color</source>
            <translation>彩色するセグメント%1個</translation>
        </message>
        <message>
            <source>%1 segments to color</source>
            <translation>彩色するセグメント%1個</translation>
        </message>
        <message>
            <source>%1 frame</source>
            <translation>%1フレーム</translation>
        </message>
        <message>
            <source>%1: %2 on this computer.</source>
            <translation>%1：このコンピューターで%2。</translation>
        </message>
        <message>
            <source>This may take up to %1 on disk, but only %2 is free. Free some space first.</source>
            <translation>ディスクを最大%1使いますが、空きは%2です。先に空きを増やしてください。</translation>
        </message>
        <message>
            <source>%1. First time on this computer: no forecast yet.</source>
            <translation>%1。このコンピューターでは初めてのため、まだ予測できません。</translation>
        </message>
        <message>
            <source>Up to %1 on disk.</source>
            <translation>ディスクを最大%1使います。</translation>
        </message>
        <message>
            <source>Starting the engine...</source>
            <translation>エンジンを起動しています…</translation>
        </message>
        <message>
            <source>Drop line art on the window to begin.</source>
            <translation>線画をウィンドウにドロップして始めます。</translation>
        </message>
        <message>
            <source>Lay a colored key: drop a colored picture on its frame, or paint one.</source>
            <translation>カラーキーを置いてください：彩色した画像をそのフレームにドロップするか、フレームを塗ります。</translation>
        </message>
        <message>
            <source>Coloring is paused. Resume goes on with what is in the queue.</source>
            <translation>彩色は一時停止中です。「再開」でキューの続きを彩色します。</translation>
        </message>
        <message>
            <source>Everything is on its way in the queue.</source>
            <translation>すべてキューで処理中です。</translation>
        </message>
        <message>
            <source>Every segment is colored.</source>
            <translation>すべてのセグメントが彩色済みです。</translation>
        </message>
        <message>
            <source>Every segment is colored or locked.</source>
            <translation>すべてのセグメントが彩色済みかロック中です。</translation>
        </message>
        <message>
            <source>%1 h %2 min</source>
            <translation>%1時間%2分</translation>
        </message>
    </context>
    <context>
        <name>app/ui/panels/hint_bar.py</name>
        <message>
            <source>Click where it belongs. Alt/Ctrl+click picks another color, right-click for more.</source>
            <translation>置く場所をクリックします。Alt/Ctrl+クリックで別の色を取り、右クリックでほかの操作ができます。</translation>
        </message>
        <message>
            <source>Click where a color is wrong, and choose the right one. Alt/Ctrl+click picks one.</source>
            <translation>色の違う場所をクリックし、正しい色を選びます。Alt/Ctrl+クリックで色を取ります。</translation>
        </message>
        <message>
            <source>The selected hint counts on frames %1, as far as the next keys.</source>
            <translation>選択中のヒントは、次のカラーキーまでのフレーム%1で有効です。</translation>
        </message>
        <message>
            <source>The color of the next hint</source>
            <translation>次の色ヒントの色</translation>
        </message>
    </context>
    <context>
        <name>app/ui/panels/hints.py</name>
        <message>
            <source>Drop a folder of line art, or a movie, on the window.</source>
            <translation>線画のフォルダーかムービーをウィンドウにドロップします。</translation>
        </message>
        <message>
            <source>Go to a frame and drop a colored picture of it there, or paint it (%1 fills): a key.</source>
            <translation>フレームに移動し、それを彩色した画像をドロップするか、そこで塗ります（%1で塗りつぶし）。これがカラーキーです。</translation>
        </message>
        <message>
            <source>Press Generate (%1). More keys make it more like you want it.</source>
            <translation>「生成」（%1）を押します。カラーキーが多いほど思いどおりになります。</translation>
        </message>
        <message>
            <source>Generate (%1) colors only what is stale again, %2 only the selected segment.</source>
            <translation>「生成」（%1）で要更新のものだけを、%2で選択中のセグメントだけを彩色し直します。</translation>
        </message>
        <message>
            <source>Drag along the timeline to see the colors. %1 makes another take, %2 compares them; %3 exports.</source>
            <translation>タイムラインをドラッグして色を確認します。%1で別のテイクを作り、%2で比較、%3で書き出しです。</translation>
        </message>
        <message>
            <source>1 segment is still empty. %1</source>
            <translation>まだ未彩色のセグメントが1個あります。%1</translation>
        </message>
        <message>
            <source>%1 segments are still empty. %2</source>
            <translation>まだ未彩色のセグメントが%1個あります。%2</translation>
        </message>
        <message>
            <source>1 segment is stale. %1</source>
            <translation>要更新のセグメントが1個あります。%1</translation>
        </message>
        <message>
            <source>%1 segments are stale. %2</source>
            <translation>要更新のセグメントが%1個あります。%2</translation>
        </message>
        <message>
            <source>1 segment could not be colored. Click it on the timeline to read why, mend that, then press Generate.</source>
            <translation>1個のセグメントを彩色できませんでした。タイムラインでクリックして理由を確かめ、直してから「生成」を押してください。</translation>
        </message>
        <message>
            <source>Do not show this hint again</source>
            <translation>このヒントを今後表示しない</translation>
        </message>
        <message>
            <source>Next</source>
            <translation>次へ</translation>
        </message>
        <message>
            <source>%1 segments could not be colored. Click one on the timeline to read why, mend that, then press Generate.</source>
            <translation>%1個のセグメントを彩色できませんでした。タイムラインでクリックして理由を確かめ、直してから「生成」を押してください。</translation>
        </message>
    </context>
    <context>
        <name>app/ui/panels/palette_panel.py</name>
        <message>
            <source>Lay a colored key: its flat colors become the swatches.</source>
            <translation>カラーキーを置いてください。そのベタの色がスウォッチになります。</translation>
        </message>
        <message>
            <source>LongAnimation's frames take the keys' swatches, region by region: flat, and recolored with the palette. Segments colored otherwise become stale.</source>
            <translation>LongAnimationのフレームを領域ごとにカラーキーのスウォッチの色にします。色がベタになり、パレットで変えられます。別の方法で彩色したセグメントは要更新になります。</translation>
        </message>
        <message>
            <source>How much of the keys has the color; of what was just painted that is counted once you rest. Double-click or Enter changes it in every frame at once. A second color on the left is the keys' own.</source>
            <translation>カラーキーに占める色の割合です。塗ったばかりの色の割合は、手を休めると集計されます。ダブルクリックまたはEnterで全フレームの色を一度に変えます。左にもう1色あれば、それがカラーキー本来の色です。</translation>
        </message>
        <message>
            <source>Swatches of the palette</source>
            <translation>パレットのスウォッチ</translation>
        </message>
        <message>
            <source>Clone...</source>
            <translation>複製…</translation>
        </message>
        <message>
            <source>%1 colors merged</source>
            <translation>%1色を統合</translation>
        </message>
        <message>
            <source>Palette shown</source>
            <translation>表示中のパレット</translation>
        </message>
        <message>
            <source>The palette that frames, takes and exports are shown in</source>
            <translation>フレーム、テイク、書き出しに使うパレットです</translation>
        </message>
    </context>
    <context>
        <name>app/ui/panels/queue_panel.py</name>
        <message>
            <source>Colored from top to bottom. Drag a segment, or press %1 and %2, to move it; Enter edits it, Delete takes it out.</source>
            <translation>上から順に彩色します。ドラッグか%1と%2でセグメントを移動、Enterで編集、Deleteで外します。</translation>
        </message>
        <message>
            <source>%1 of %2 colored</source>
            <translation>%2個中%1個を彩色</translation>
        </message>
        <message>
            <source>Queue of segments</source>
            <translation>セグメントのキュー</translation>
        </message>
        <message>
            <source>Pause</source>
            <translation>一時停止</translation>
        </message>
        <message>
            <source>Cancel all</source>
            <translation>すべて中止</translation>
        </message>
        <message>
            <source>Cancelling...</source>
            <translation>中止しています…</translation>
        </message>
        <message>
            <source>Pausing...</source>
            <translation>一時停止しています…</translation>
        </message>
        <message>
            <source>Paused. %1 of %2 colored.</source>
            <translation>一時停止中。%2個中%1個を彩色。</translation>
        </message>
        <message>
            <source>Waits until the shot has what it needs. %1 of %2 colored.</source>
            <translation>カットに必要なものがそろうまで待機中。%2個中%1個を彩色。</translation>
        </message>
        <message>
            <source>%1 of %2 colored, %3 left</source>
            <translation>%2個中%1個を彩色、残り%3</translation>
        </message>
        <message>
            <source>segment %1</source>
            <translation>セグメント%1</translation>
        </message>
        <message>
            <source>no longer planned</source>
            <translation>予定から外れました</translation>
        </message>
        <message>
            <source>variation %1</source>
            <translation>バリエーション%1</translation>
        </message>
        <message>
            <source>Coloring progress</source>
            <translation>彩色の進行状況</translation>
        </message>
        <message>
            <source>Cancel one</source>
            <translation>1件を中止</translation>
        </message>
        <message>
            <source>Cancel (%1)</source>
            <translation>%1件を中止</translation>
        </message>
    </context>
    <context>
        <name>app/ui/panels/recents.py</name>
        <message>
            <source>Opened on %1</source>
            <translation>最終使用：%1</translation>
        </message>
        <message>
            <source>Opened today at %1</source>
            <translation>最終使用：今日 %1</translation>
        </message>
        <message>
            <source>Opened yesterday at %1</source>
            <translation>最終使用：昨日 %1</translation>
        </message>
        <message>
            <source>Not found</source>
            <translation>見つかりません</translation>
        </message>
        <message>
            <source>Shiage closed unexpectedly here</source>
            <translation>Shiageが予期せず終了しました</translation>
        </message>
        <message>
            <source>Open %1</source>
            <translation>%1を開く</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>開く</translation>
        </message>
        <message>
            <source>Recent projects</source>
            <translation>最近使ったプロジェクト</translation>
        </message>
        <message>
            <source>%1, not found</source>
            <translation>%1、見つかりません</translation>
        </message>
        <message>
            <source>%1
There is no project here now. Press Delete to remove it from the list.</source>
            <translation>%1
ここには今プロジェクトがありません。Deleteを押すとリストから外れます。</translation>
        </message>
        <message>
            <source>Remove from list</source>
            <translation>リストから外す</translation>
        </message>
    </context>
    <context>
        <name>app/ui/panels/room_line.py</name>
        <message>
            <source>Takes %1 of %2</source>
            <translation>テイク%1／%2</translation>
        </message>
        <message>
            <source>Takes %1</source>
            <translation>テイク%1</translation>
        </message>
        <message>
            <source>Empty the trash, or tidy takes away: those neither shown nor starred.</source>
            <translation>ごみ箱を空にするか、表示中でもスター付きでもないテイクを整理してください。</translation>
        </message>
        <message>
            <source>Tidy takes away to free room: those neither shown nor starred go into the trash.</source>
            <translation>空きを増やすにはテイクを整理してください。表示中でもスター付きでもないテイクがごみ箱に入ります。</translation>
        </message>
        <message>
            <source>On disk: Takes %1 of %2, trash %3, keys %4, made again when needed %5.
%6</source>
            <translation>ディスク上：テイク%1／%2、ごみ箱%3、カラーキー%4、必要なときに作り直すもの%5。
%6</translation>
        </message>
        <message>
            <source>On disk: Takes %1 of %2, keys %3, made again when needed %4.
%5</source>
            <translation>ディスク上：テイク%1／%2、カラーキー%3、必要なときに作り直すもの%4。
%5</translation>
        </message>
        <message>
            <source>On disk: Takes %1, trash %2, keys %3, made again when needed %4.
%5</source>
            <translation>ディスク上：テイク%1、ごみ箱%2、カラーキー%3、必要なときに作り直すもの%4。
%5</translation>
        </message>
        <message>
            <source>On disk: Takes %1, keys %2, made again when needed %3.
%4</source>
            <translation>ディスク上：テイク%1、カラーキー%2、必要なときに作り直すもの%3。
%4</translation>
        </message>
        <message>
            <source>Room on disk</source>
            <translation>ディスクの使用量</translation>
        </message>
        <message>
            <source>Takes %1 of %2, trash %3. %4</source>
            <translation>テイク%1／%2、ごみ箱%3。%4</translation>
        </message>
        <message>
            <source>Takes %1 of %2. %3</source>
            <translation>テイク%1／%2。%3</translation>
        </message>
        <message>
            <source>Takes %1, trash %2. %3</source>
            <translation>テイク%1、ごみ箱%2。%3</translation>
        </message>
        <message>
            <source>Takes %1. %2</source>
            <translation>テイク%1。%2</translation>
        </message>
        <message>
            <source>Over: Takes %1 of %2</source>
            <translation>超過：テイク%1／%2</translation>
        </message>
        <message>
            <source>Over: Takes %1</source>
            <translation>超過：テイク%1</translation>
        </message>
    </context>
    <context>
        <name>app/ui/panels/sheet_panel.py</name>
        <message>
            <source>A model sheet is a picture that shows the colors of a character.</source>
            <translation>モデルシートは、キャラクターの色を示す絵です。</translation>
        </message>
        <message>
            <source>A model sheet is a picture that shows the colors of a character. Drop one here, or add one. A click on it picks the color to paint with.</source>
            <translation>モデルシートは、キャラクターの色を示す絵です。ここにドロップするか、追加してください。クリックすると塗る色を拾えます。</translation>
        </message>
        <message>
            <source>Reading the model sheet...</source>
            <translation>モデルシートを読み込み中…</translation>
        </message>
        <message>
            <source>Model sheet shown</source>
            <translation>表示中のモデルシート</translation>
        </message>
        <message>
            <source>The model sheet that is shown</source>
            <translation>表示中のモデルシート</translation>
        </message>
        <message>
            <source>Click picks a color, wheel zooms, drag pans. Keys: arrows move a cross, Enter picks, + - zoom, 0 fits.</source>
            <translation>クリックで色を拾い、ホイールで拡大縮小、ドラッグで移動。キー：矢印で十字を移動、Enterで拾う、+ -で拡大縮小、0で全体表示。</translation>
        </message>
    </context>
    <context>
        <name>app/ui/panels/sheet_view.py</name>
        <message>
            <source>Model sheet</source>
            <translation>モデルシート</translation>
        </message>
    </context>
    <context>
        <name>app/ui/panels/shot_page.py</name>
        <message>
            <source>Drag to make the side panel wider or narrower</source>
            <translation>ドラッグでサイドパネルの幅を変えます</translation>
        </message>
        <message>
            <source>Drag to make the timeline higher or lower</source>
            <translation>ドラッグでタイムラインの高さを変えます</translation>
        </message>
        <message>
            <source>Drag to make the model sheets wider or narrower</source>
            <translation>ドラッグでモデルシートの幅を変えます</translation>
        </message>
        <message>
            <source>side panel width</source>
            <translation>サイドパネルの幅</translation>
        </message>
        <message>
            <source>sheets width</source>
            <translation>シートの幅</translation>
        </message>
    </context>
    <context>
        <name>app/ui/panels/shots_bar.py</name>
        <message>
            <source>Drag it, or press Alt+Left and Alt+Right, to move it.</source>
            <translation>ドラッグするか、Alt+←とAlt+→で移動します。</translation>
        </message>
        <message>
            <source>No line art yet</source>
            <translation>まだ線画がありません</translation>
        </message>
    </context>
    <context>
        <name>app/ui/panels/takes_panel.py</name>
        <message>
            <source>Take %1, %2</source>
            <translation>テイク%1、%2</translation>
        </message>
        <message>
            <source>Takes of this segment</source>
            <translation>このセグメントのテイク</translation>
        </message>
        <message>
            <source>Regenerate</source>
            <translation>再生成</translation>
        </message>
        <message>
            <source>Lock</source>
            <translation>ロック</translation>
        </message>
        <message>
            <source>Click, Enter or the take's number shows a take. Older: made before an edit. Right-click for more.</source>
            <translation>クリック、Enter、テイクの番号で表示します。「以前のもの」は編集前に作られたテイクです。右クリックでほかの操作ができます。</translation>
        </message>
        <message>
            <source>Segment %1</source>
            <translation>セグメント%1</translation>
        </message>
        <message>
            <source>Before</source>
            <translation>前</translation>
        </message>
        <message>
            <source>After</source>
            <translation>後</translation>
        </message>
        <message>
            <source>Joins  %1</source>
            <translation>つなぎ目  %1</translation>
        </message>
        <message>
            <source>like take %1</source>
            <translation>テイク%1と同様</translation>
        </message>
        <message>
            <source>Segment</source>
            <translation>セグメント</translation>
        </message>
        <message>
            <source>Click a segment on the timeline to see its takes.</source>
            <translation>タイムラインのセグメントをクリックするとテイクが表示されます。</translation>
        </message>
        <message>
            <source>Unlock</source>
            <translation>ロック解除</translation>
        </message>
        <message>
            <source>A step of %1 more than usual is just seen.</source>
            <translation>通常より%1大きい段差から目に見えます。</translation>
        </message>
        <message>
            <source>No takes yet</source>
            <translation>まだテイクはありません</translation>
        </message>
        <message>
            <source>The step of color where segments meet, apart from lines and motion:</source>
            <translation>セグメントの境目での色の段差です（線と動きを除く）：</translation>
        </message>
        <message>
            <source>%1: %2, beside a usual %3</source>
            <translation>%1：%2（通常は%3）</translation>
        </message>
    </context>
    <context>
        <name>app/ui/panels/transport.py</name>
        <message>
            <source>Loop mode</source>
            <translation>ループの種類</translation>
        </message>
        <message>
            <source>Playback mode</source>
            <translation>再生の種類</translation>
        </message>
        <message>
            <source>Frames that were not shown in time since playing began</source>
            <translation>再生を始めてから間に合わなかったフレームの数です</translation>
        </message>
        <message>
            <source>● %1 dropped</source>
            <translation>● %1コマ落ち</translation>
        </message>
        <message>
            <source>of %1-%2</source>
            <translation>／%1-%2</translation>
        </message>
        <message>
            <source>%1 fps, %2 measured</source>
            <translation>%1 fps、実測%2</translation>
        </message>
        <message>
            <source>%1 fps (%2x), %3 measured</source>
            <translation>%1 fps（%2倍）、実測%3</translation>
        </message>
        <message>
            <source>%1 fps (%2x)</source>
            <translation>%1 fps（%2倍）</translation>
        </message>
        <message>
            <source>In %1  Out %2</source>
            <translation>イン%1  アウト%2</translation>
        </message>
        <message>
            <source>In %1, out %2</source>
            <translation>イン%1、アウト%2</translation>
        </message>
    </context>
    <context>
        <name>app/ui/panels/welcome.py</name>
        <message>
            <source>The sample shot's first key</source>
            <translation>サンプルカットの最初のカラーキー</translation>
        </message>
        <message>
            <source>Try it with the sample shot</source>
            <translation>サンプルカットで試す</translation>
        </message>
        <message>
            <source>88 drawings and two colored keys. Open it, press Generate, and watch it color.</source>
            <translation>動画88枚とカラーキー2枚のカットです。開いて「生成」を押すと、色が付いていきます。</translation>
        </message>
        <message>
            <source>Drop line art here</source>
            <translation>ここに線画をドロップ</translation>
        </message>
        <message>
            <source>a folder of drawings, the drawings themselves, or a movie</source>
            <translation>動画のフォルダー、動画のファイル、またはムービー</translation>
        </message>
        <message>
            <source>Welcome</source>
            <translation>ようこそ</translation>
        </message>
    </context>
    <context>
        <name>app/ui/picking.py</name>
        <message>
            <source>No swatch of the palette has the color of this place.</source>
            <translation>この場所の色のスウォッチはパレットにありません。</translation>
        </message>
        <message>
            <source>This place is unpainted: there is no color to take.</source>
            <translation>ここは塗られていないため、取り出せる色がありません。</translation>
        </message>
    </context>
    <context>
        <name>app/ui/reasons.py</name>
        <message>
            <source>Every segment is colored, locked or on its way. Regenerate makes another variation of one.</source>
            <translation>すべてのセグメントが彩色済み、ロック中、または処理中です。「再生成」で別のバリエーションを作れます。</translation>
        </message>
        <message>
            <source>Every segment that needs color is being colored or waits in the queue.</source>
            <translation>彩色が必要なセグメントは、すべて彩色中かキューで待機中です。</translation>
        </message>
        <message>
            <source>This shot stands alone. Shots stand together that were imported together, or whose projects are saved in one folder of yours (Save as).</source>
            <translation>このカットだけです。まとめて読み込んだカットや、プロジェクトが自分で決めた同じフォルダーに保存されているカット（名前を付けて保存）が並びます。</translation>
        </message>
        <message>
            <source>The color in hand is no swatch yet. Paint with it, and it becomes one.</source>
            <translation>いまの色はまだスウォッチではありません。その色で塗るとスウォッチになります。</translation>
        </message>
        <message>
            <source>No swatch is marked. Click one in the palette first.</source>
            <translation>スウォッチが選ばれていません。まずパレットで一つクリックしてください。</translation>
        </message>
        <message>
            <source>Coloring is just being stopped. Try again in a moment.</source>
            <translation>彩色を中止しているところです。少し待ってからもう一度試してください。</translation>
        </message>
        <message>
            <source>No segment is selected. Click one on the timeline first.</source>
            <translation>セグメントが選ばれていません。先にタイムラインでクリックしてください。</translation>
        </message>
        <message>
            <source>This segment has no color yet. Generate colors it first.</source>
            <translation>このセグメントはまだ未彩色です。先に「生成」で彩色してください。</translation>
        </message>
    </context>
    <context>
        <name>app/ui/saying_alike.py</name>
        <message>
            <source>Show where</source>
            <translation>違う所を表示</translation>
        </message>
        <message>
            <source>Take %1 looks like take %2: at most %3% of the picture differs. Another key, or a hint, changes more.</source>
            <translation>テイク%1はテイク%2とほぼ同じです。違いは画面の最大%3%です。カラーキーやヒントを足すと、より大きく変わります。</translation>
        </message>
        <message>
            <source>Take %1 is the same as take %2 in every frame. Another key, or a hint, changes more.</source>
            <translation>テイク%1はすべてのフレームでテイク%2と同じです。カラーキーやヒントを足すと、より大きく変わります。</translation>
        </message>
    </context>
    <context>
        <name>app/ui/saying_unpainted.py</name>
        <message>
            <source>Frames %1 have %2 unpainted areas; they come out white.</source>
            <translation>フレーム%1に塗り残しが合わせて%2か所あります。彩色したフレームでは白になります。</translation>
        </message>
        <message>
            <source>Frame %1 has 1 unpainted area; it comes out white.</source>
            <translation>フレーム%1に塗り残しが1か所あります。彩色したフレームでは白になります。</translation>
        </message>
        <message>
            <source>Frame %1 has %2 unpainted areas; they come out white.</source>
            <translation>フレーム%1に塗り残しが%2か所あります。彩色したフレームでは白になります。</translation>
        </message>
        <message>
            <source>Show</source>
            <translation>表示</translation>
        </message>
    </context>
    <context>
        <name>app/ui/shot_states.py</name>
        <message>
            <source>It is colored in the background; it can be opened at any time.</source>
            <translation>バックグラウンドで彩色中です。いつでも開けます。</translation>
        </message>
        <message>
            <source>Waits for its turn</source>
            <translation>順番待ち</translation>
        </message>
        <message>
            <source>Coloring stopped</source>
            <translation>彩色が停止</translation>
        </message>
        <message>
            <source>Coloring %1 of %2</source>
            <translation>彩色中 %1/%2</translation>
        </message>
        <message>
            <source>Coloring begins</source>
            <translation>彩色を開始</translation>
        </message>
        <message>
            <source>It is colored in the background after the shot that is colored there now.</source>
            <translation>今バックグラウンドで彩色しているカットのあとに彩色されます。</translation>
        </message>
        <message>
            <source>Coloring in the background stopped; open it to go on.</source>
            <translation>バックグラウンドの彩色が止まりました。続けるには開いてください。</translation>
        </message>
        <message>
            <source>No keys yet</source>
            <translation>カラーキーなし</translation>
        </message>
        <message>
            <source>%1 of %2 ready</source>
            <translation>%2個中%1個完了</translation>
        </message>
        <message>
            <source>%1 frames, %2 s at %3 fps, 1 key</source>
            <translation>%1フレーム、%2秒（%3 fps）、カラーキー1枚</translation>
        </message>
        <message>
            <source>%1 frames, %2 s at %3 fps, %4 keys</source>
            <translation>%1フレーム、%2秒（%3 fps）、カラーキー%4枚</translation>
        </message>
        <message>
            <source>%1 failed</source>
            <translation>失敗 %1</translation>
        </message>
        <message>
            <source>%1 stale</source>
            <translation>要更新 %1</translation>
        </message>
        <message>
            <source>1 segment waits to be colored</source>
            <translation>1セグメントが彩色待ち</translation>
        </message>
        <message>
            <source>%1 segments wait to be colored</source>
            <translation>%1セグメントが彩色待ち</translation>
        </message>
    </context>
    <context>
        <name>app/ui/timeline/bars.py</name>
        <message>
            <source>Starting</source>
            <translation>開始しています</translation>
        </message>
        <message>
            <source>Loading the model</source>
            <translation>モデルを読み込み中</translation>
        </message>
        <message>
            <source>Reading</source>
            <translation>読み込み中</translation>
        </message>
        <message>
            <source>Looking at the lines</source>
            <translation>線を解析中</translation>
        </message>
        <message>
            <source>Recalling the shot</source>
            <translation>カットを参照中</translation>
        </message>
        <message>
            <source>Denoising, step %1 of %2</source>
            <translation>ノイズ除去、ステップ%1/%2</translation>
        </message>
        <message>
            <source>Take %1 of %2</source>
            <translation>テイク%1/%2</translation>
        </message>
        <message>
            <source>Take %1</source>
            <translation>テイク%1</translation>
        </message>
    </context>
    <context>
        <name>app/ui/timeline/flaws.py</name>
        <message>
            <source>Damaged</source>
            <translation>破損</translation>
        </message>
    </context>
    <context>
        <name>app/ui/timeline/looks.py</name>
        <message>
            <source>Step</source>
            <translation>段差</translation>
        </message>
        <message>
            <source>1 place needs</source>
            <translation>要確認箇所が1か所</translation>
        </message>
        <message>
            <source>%1 places need</source>
            <translation>要確認箇所が%1か所</translation>
        </message>
        <message>
            <source>1 color hint was put here.</source>
            <translation>ここに色ヒントが1個あります。</translation>
        </message>
        <message>
            <source>%1 color hints were put here.</source>
            <translation>ここに色ヒントが%1個あります。</translation>
        </message>
        <message>
            <source>%1 The swatch looked for is used here.</source>
            <translation>%1探しているスウォッチがここで使われています。</translation>
        </message>
        <message>
            <source>%1 a look: %2.</source>
            <translation>%1：%2。</translation>
        </message>
    </context>
    <context>
        <name>app/ui/timeline/painter.py</name>
        <message>
            <source>Add prompt: double-click here</source>
            <translation>ダブルクリックでプロンプトを追加</translation>
        </message>
        <message>
            <source>Feet + frames</source>
            <translation>フィート + フレーム</translation>
        </message>
        <message>
            <source>Keys</source>
            <translation>カラーキー</translation>
        </message>
        <message>
            <source>Segments</source>
            <translation>セグメント</translation>
        </message>
        <message>
            <source>none yet</source>
            <translation>まだなし</translation>
        </message>
        <message>
            <source>Whole shot: %1</source>
            <translation>カット全体：%1</translation>
        </message>
        <message>
            <source>Prompts (%1)</source>
            <translation>プロンプト（%1）</translation>
        </message>
        <message>
            <source>Prompts</source>
            <translation>プロンプト</translation>
        </message>
    </context>
    <context>
        <name>app/ui/timeline/surface.py</name>
        <message>
            <source>Drop line art here: a folder, its pictures, or a movie.</source>
            <translation>ここに線画をドロップ：フォルダー、画像、またはムービー</translation>
        </message>
    </context>
    <context>
        <name>app/ui/timeline/tips.py</name>
        <message>
            <source>With the keyboard: Up and Down go from lane to lane, Ctrl+Left and Ctrl+Right along a lane, Enter goes to a key, changes a prompt, zooms to a segment.</source>
            <translation>キーボード操作：上下キーでレーンを移動、Ctrl+←、Ctrl+→でレーンの中を移動、Enterでカラーキーへ移動、プロンプトを変更、セグメントを拡大します。</translation>
        </message>
        <message>
            <source>Segment %1, frames %2 to %3: %4</source>
            <translation>セグメント%1、フレーム%2～%3：%4</translation>
        </message>
        <message>
            <source>Prompt for frames %1 to %2: %3</source>
            <translation>フレーム%1～%2のプロンプト：%3</translation>
        </message>
        <message>
            <source>Note on frame %1: %2</source>
            <translation>フレーム%1のメモ：%2</translation>
        </message>
        <message>
            <source>Note on frames %1 to %2: %3</source>
            <translation>フレーム%1～%2のメモ：%3</translation>
        </message>
        <message>
            <source>%1. Drag to move it, double-click to go there.</source>
            <translation>%1。ドラッグで移動、ダブルクリックでそこへ移動します。</translation>
        </message>
        <message>
            <source>%1 Click to go there, double-click to change it.</source>
            <translation>%1 クリックでそこへ移動、ダブルクリックで変更します。</translation>
        </message>
        <message>
            <source>Missing: frame %1 has no file.</source>
            <translation>欠番：フレーム%1のファイルがありません。</translation>
        </message>
        <message>
            <source>Hold: frame %1 shows the drawing before it.</source>
            <translation>止め：フレーム%1は直前の動画を表示します。</translation>
        </message>
        <message>
            <source>Prompt for the whole shot: %1</source>
            <translation>カット全体のプロンプト：%1</translation>
        </message>
        <message>
            <source>Damaged: the file of frame %1 cannot be read; %2</source>
            <translation>破損：フレーム%1のファイルを読み込めません。%2</translation>
        </message>
        <message>
            <source>Damaged: the files of frames %1 to %2 cannot be read; %3</source>
            <translation>破損：フレーム%1～%2のファイルを読み込めません。%3</translation>
        </message>
        <message>
            <source>Damaged: the file of frame %1 cannot be read</source>
            <translation>破損：フレーム%1のファイルを読み込めません</translation>
        </message>
        <message>
            <source>Damaged: the files of frames %1 to %2 cannot be read</source>
            <translation>破損：フレーム%1～%2のファイルを読み込めません</translation>
        </message>
        <message>
            <source>%1. Double-click to change it.</source>
            <translation>%1。ダブルクリックで変更します。</translation>
        </message>
        <message>
            <source>%1. Drag it or its ends, double-click to change the words.</source>
            <translation>%1。本体か両端をドラッグで移動、ダブルクリックで言葉を変更します。</translation>
        </message>
        <message>
            <source>In %1, out %2: %3. Drag it or its ends.</source>
            <translation>イン%1、アウト%2：%3。本体か両端をドラッグして移動します。</translation>
        </message>
        <message>
            <source>Frame %1.</source>
            <translation>フレーム%1。</translation>
        </message>
        <message>
            <source>Frame %1 of %2 to %3</source>
            <translation>フレーム%1（%2～%3）</translation>
        </message>
        <message>
            <source>Colored with untrained weights.</source>
            <translation>未学習モデルで彩色されています。</translation>
        </message>
        <message>
            <source>Reference: key on frame %1.</source>
            <translation>参照：フレーム%1のカラーキー。</translation>
        </message>
        <message>
            <source>Reference: model sheet "%1".</source>
            <translation>参照：モデルシート「%1」。</translation>
        </message>
        <message>
            <source>Double-click to zoom to it.</source>
            <translation>ダブルクリックで拡大します。</translation>
        </message>
        <message>
            <source>%1. Import "%2" again.</source>
            <translation>%1。「%2」を読み込み直してください。</translation>
        </message>
        <message>
            <source>%1. Save or copy the drawing again, then choose File &gt; Reload changed line art.</source>
            <translation>%1。動画を保存またはコピーし直してから、「ファイル」→「変更された線画を再読み込み」を選んでください。</translation>
        </message>
        <message>
            <source>Double-click to add a prompt for this segment.</source>
            <translation>ダブルクリックでこのセグメントのプロンプトを追加します。</translation>
        </message>
        <message>
            <source>Cached for playback.</source>
            <translation>再生用に読み込み済み。</translation>
        </message>
        <message>
            <source>Outside the in/out range.</source>
            <translation>イン／アウト範囲の外。</translation>
        </message>
        <message>
            <source>segment %1 %2</source>
            <translation>セグメント%1 %2</translation>
        </message>
        <message>
            <source>selected: key on frame %1</source>
            <translation>選択中：フレーム%1のカラーキー</translation>
        </message>
        <message>
            <source>selected: segment %1 %2</source>
            <translation>選択中：セグメント%1 %2</translation>
        </message>
        <message>
            <source>frames %1 to %2</source>
            <translation>フレーム%1～%2</translation>
        </message>
        <message>
            <source>Shift+drag marks an in/out range.</source>
            <translation>Shift+ドラッグでイン／アウト範囲を指定します。</translation>
        </message>
        <message>
            <source>the whole shot</source>
            <translation>カット全体</translation>
        </message>
        <message>
            <source>selected: prompt for %1, %2</source>
            <translation>選択中：%1のプロンプト、%2</translation>
        </message>
    </context>
    <context>
        <name>app/ui/viewer/check_view.py</name>
        <message>
            <source>Check view: nothing needs a look</source>
            <translation>チェック表示：確認の必要な箇所はありません</translation>
        </message>
        <message>
            <source>Check view: to be looked at, %1 in this frame, %2 in the shot, still looking</source>
            <translation>チェック表示：要確認、このフレーム %1、カット全体 %2、調査中</translation>
        </message>
        <message>
            <source>Check view: to be looked at, %1 in this frame, %2 in the shot, not checked: %3</source>
            <translation>チェック表示：要確認、このフレーム %1、カット全体 %2、未チェック %3</translation>
        </message>
        <message>
            <source>Check view: to be looked at, %1 in this frame, %2 in the shot</source>
            <translation>チェック表示：要確認、このフレーム %1、カット全体 %2</translation>
        </message>
        <message>
            <source>Check view: looking at the finished frames...</source>
            <translation>チェック表示：できたフレームを調べています…</translation>
        </message>
        <message>
            <source>Check view: nothing in this frame needs a look; in the shot, %1, still looking</source>
            <translation>チェック表示：このフレームに要確認の箇所はありません。カット全体 %1、調査中</translation>
        </message>
        <message>
            <source>Check view: nothing in this frame needs a look; in the shot, %1, not checked: %2</source>
            <translation>チェック表示：このフレームに要確認の箇所はありません。カット全体 %1、未チェック %2</translation>
        </message>
        <message>
            <source>Check view: nothing in this frame needs a look; in the shot, %1</source>
            <translation>チェック表示：このフレームに要確認の箇所はありません。カット全体 %1</translation>
        </message>
        <message>
            <source>Check view: nothing needs a look, not checked: %1</source>
            <translation>チェック表示：確認の必要な箇所はありません、未チェック %1</translation>
        </message>
    </context>
    <context>
        <name>app/ui/viewer/compare.py</name>
        <message>
            <source>Segment %1 has one take. Regenerate it for another to compare with.</source>
            <translation>セグメント%1のテイクは1つです。比較するには再生成してください。</translation>
        </message>
        <message>
            <source>%1 cannot be read</source>
            <translation>%1を読み取れません</translation>
        </message>
        <message>
            <source>A  Key</source>
            <translation>A  カラーキー</translation>
        </message>
        <message>
            <source>A  Take %1</source>
            <translation>A  テイク%1</translation>
        </message>
        <message>
            <source>A  Under way</source>
            <translation>A  彩色中</translation>
        </message>
        <message>
            <source>B  Line art</source>
            <translation>B  線画</translation>
        </message>
        <message>
            <source>B  Take %1</source>
            <translation>B  テイク%1</translation>
        </message>
        <message>
            <source>%1 and %2: gray is the same</source>
            <translation>%1と%2：グレーは同じところ</translation>
        </message>
    </context>
    <context>
        <name>app/ui/viewer/hint_view.py</name>
        <message>
            <source>1 hint on this frame.</source>
            <translation>このフレームにヒント1個。</translation>
        </message>
        <message>
            <source>%1 hints on this frame.</source>
            <translation>このフレームにヒント%1個。</translation>
        </message>
    </context>
    <context>
        <name>app/ui/viewer/onion.py</name>
        <message>
            <source>Onion skin:</source>
            <translation>オニオンスキン：</translation>
        </message>
        <message>
            <source>%1 pinned</source>
            <translation>固定%1</translation>
        </message>
        <message>
            <source>no other %1 here</source>
            <translation>ここにほかの%1はありません</translation>
        </message>
    </context>
    <context>
        <name>app/ui/viewer/pixels.py</name>
        <message>
            <source>no room for a picture of %1x%2</source>
            <translation>%1×%2の画像を置く場所がありません</translation>
        </message>
    </context>
    <context>
        <name>app/ui/viewer/previews.py</name>
        <message>
            <source>Preview, step %1 of %2</source>
            <translation>プレビュー、ステップ%1/%2</translation>
        </message>
        <message>
            <source>untrained weights</source>
            <translation>未学習モデル</translation>
        </message>
    </context>
    <context>
        <name>app/ui/viewer/sizes.py</name>
        <message>
            <source>This frame cannot be read; see that its files are where they were, then go to it again.</source>
            <translation>このフレームを読み取れません。ファイルが元の場所にあるか確認して、もう一度移動してください。</translation>
        </message>
        <message>
            <source>The color of this frame is damaged on disk; generate its segment again.</source>
            <translation>このフレームの色がディスク上で破損しています。そのセグメントを生成し直してください。</translation>
        </message>
        <message>
            <source>A picture of this frame has another size than the shot; lay its key again, or import the line art again.</source>
            <translation>このフレームの画像のサイズがカットと違います。カラーキーを置き直すか、線画を読み込み直してください。</translation>
        </message>
        <message>
            <source>There is not enough memory to show this frame; close other programs and try again.</source>
            <translation>このフレームを表示するメモリが足りません。ほかのソフトを閉じて、もう一度試してください。</translation>
        </message>
    </context>
    <context>
        <name>app/ui/viewer/viewer.py</name>
        <message>
            <source>No color yet on this frame. Lay a key here, or press Generate.</source>
            <translation>このフレームは未彩色です。カラーキーを置くか、「生成」を押してください。</translation>
        </message>
        <message>
            <source>On its way: this frame waits in the queue.</source>
            <translation>処理中：このフレームはキューで待っています。</translation>
        </message>
        <message>
            <source>On its way: this frame is being colored.</source>
            <translation>処理中：このフレームを彩色しています。</translation>
        </message>
        <message>
            <source>This frame could not be colored. Its segment, on the right, says why.</source>
            <translation>このフレームを彩色できませんでした。理由はセグメントの欄にあります。</translation>
        </message>
        <message>
            <source>Coloring is paused; this frame waits in the queue.</source>
            <translation>彩色は一時停止中です。このフレームはキューで待っています。</translation>
        </message>
        <message>
            <source>No color yet. Drop a colored picture of this frame here, or paint it: that is the first key.</source>
            <translation>まだ未彩色です。このフレームを彩色した画像をここにドロップするか、ここで塗ってください。それが最初のカラーキーになります。</translation>
        </message>
        <message>
            <source>Frame %1 has no file; %2.</source>
            <translation>フレーム%1のファイルがありません。%2。</translation>
        </message>
        <message>
            <source>%1: this segment as it stands, moving.</source>
            <translation>%1：このセグメントの今の状態（動画）。</translation>
        </message>
        <message>
            <source>it is left blank</source>
            <translation>白紙のままです</translation>
        </message>
        <message>
            <source>The file of frame %1 cannot be read; %2.</source>
            <translation>フレーム%1のファイルを読み込めません。%2。</translation>
        </message>
    </context>
    <context>
        <name>app/ui/workspace.py</name>
        <message>
            <source>A take is damaged and left out; generate those segments again if they have no other take.</source>
            <translation>テイクが1個破損していたため除外しました。ほかにテイクがなければ、そのセグメントを生成し直してください。</translation>
        </message>
        <message>
            <source>%1 takes are damaged and left out; generate those segments again if they have no other take.</source>
            <translation>テイクが%1個破損していたため除外しました。ほかにテイクがなければ、そのセグメントを生成し直してください。</translation>
        </message>
    </context>
    <context>
        <name>engine/device.py</name>
        <message>
            <source>CPU (%1, %2 threads)</source>
            <translation>CPU（%1、%2スレッド）</translation>
        </message>
    </context>
    <context>
        <name>engine/draft/colorizer.py</name>
        <message>
            <source>the job was stopped</source>
            <translation>作業は中止されました</translation>
        </message>
        <message>
            <source>%1 cannot be read (%2); install Shiage again.</source>
            <translation>%1を読み取れません（%2）。Shiageをインストールし直してください。</translation>
        </message>
        <message>
            <source>Draft colors less well than it could: %1</source>
            <translation>Draftは本来の品質で彩色できません：%1</translation>
        </message>
        <message>
            <source>Finished frames cannot be written (%1); check the disk and try again.</source>
            <translation>できたフレームを書き込めません（%1）。ディスクを確認して、もう一度試してください。</translation>
        </message>
    </context>
    <context>
        <name>engine/draft/reading.py</name>
        <message>
            <source>There is no colored key yet; lay a colored picture on any frame and generate again.</source>
            <translation>まだカラーキーがありません。どれかのフレームに彩色した画像を置いて、もう一度生成してください。</translation>
        </message>
        <message>
            <source>The key on frame %1 lies outside the shot; move it onto a frame of the shot.</source>
            <translation>フレーム%1のカラーキーがカットの外にあります。カット内のフレームに移してください。</translation>
        </message>
        <message>
            <source>Frames %1 to %2 are not all part of the shot; import the line art again.</source>
            <translation>フレーム%1～%2のすべてがカットにあるわけではありません。線画を読み込み直してください。</translation>
        </message>
    </context>
    <context>
        <name>engine/draft/tuning.py</name>
        <message>
            <source>Draft's setting "line_colors" is true or false, not "%1".</source>
            <translation>Draftの設定「line_colors」はtrueまたはfalseです。「%1」にはできません。</translation>
        </message>
        <message>
            <source>Draft has no setting "%1"; it has ask, remember and line_colors.</source>
            <translation>Draftに設定「%1」はありません。ask、remember、line_colorsがあります。</translation>
        </message>
        <message>
            <source>Draft's setting "%1" is one of %2, not "%3".</source>
            <translation>Draftの設定「%1」は%2のいずれかです。「%3」にはできません。</translation>
        </message>
    </context>
    <context>
        <name>engine/imaging/stills.py</name>
        <message>
            <source>"%1" cannot be read (%2); check the disk and the rights on the file.</source>
            <translation>「%1」を読み取れません（%2）。ディスクとファイルのアクセス権を確認してください。</translation>
        </message>
        <message>
            <source>"%1" is damaged or not a picture Shiage reads; save it as PNG, TIFF, TGA, JPEG, WebP or PSD.</source>
            <translation>「%1」は破損しているか、Shiageで読める画像ではありません。PNG、TIFF、TGA、JPEG、WebP、PSDで保存してください。</translation>
        </message>
        <message>
            <source>"%1" is not a picture Shiage reads; save it as PNG, TIFF, TGA, JPEG, WebP or PSD.</source>
            <translation>「%1」はShiageで読める画像ではありません。PNG、TIFF、TGA、JPEG、WebP、PSDで保存してください。</translation>
        </message>
        <message>
            <source>"%1" holds %2 values; save it with 8 or 16 bits per channel instead.</source>
            <translation>「%1」の値は%2です。チャンネルあたり8または16ビットで保存してください。</translation>
        </message>
        <message>
            <source>"%1" is empty; save or copy it again.</source>
            <translation>「%1」は空です。保存またはコピーし直してください。</translation>
        </message>
        <message>
            <source>"%1" is no longer there; bring it back or point Shiage to its new place.</source>
            <translation>「%1」がなくなっています。元に戻すか、新しい場所を指定してください。</translation>
        </message>
        <message>
            <source>"%1" is a folder, not a picture; choose a picture file.</source>
            <translation>「%1」は画像ではなくフォルダーです。画像ファイルを選んでください。</translation>
        </message>
        <message>
            <source>"%1" says it is %2 x %3 pixels, more than Shiage can hold; save it again or smaller.</source>
            <translation>「%1」は%2×%3ピクセルとなっていて、Shiageで扱える大きさを超えています。保存し直すか、小さくしてください。</translation>
        </message>
        <message>
            <source>"%1" could not be written (%2); check the disk and try again.</source>
            <translation>「%1」に書き込めませんでした（%2）。ディスクを確認して、もう一度試してください。</translation>
        </message>
        <message>
            <source>"%1" was saved without its flattened picture; save it with "Maximize compatibility" on, or as PNG.</source>
            <translation>「%1」は統合画像なしで保存されています。「互換性を優先」をオンにするか、PNGで保存してください。</translation>
        </message>
        <message>
            <source>"%1" is a PSD with more than 8 bits per channel; save it as 16-bit PNG or TIFF instead.</source>
            <translation>「%1」はチャンネルあたり8ビットを超えるPSDです。16ビットのPNGまたはTIFFで保存してください。</translation>
        </message>
    </context>
    <context>
        <name>engine/longanimation/colorizer.py</name>
        <message>
            <source>LongAnimation lacks %1. Run the set-up command again with LongAnimation.</source>
            <translation>LongAnimationに%1がありません。LongAnimationを含めてセットアップをやり直してください。</translation>
        </message>
    </context>
    <context>
        <name>engine/longanimation/fusion.py</name>
        <message>
            <source>A neighbouring segment was colored at another size; color both again.</source>
            <translation>隣のセグメントが別のサイズで彩色されています。両方を彩色し直してください。</translation>
        </message>
        <message>
            <source>%1 is damaged; color the segment it belongs to again.</source>
            <translation>%1が破損しています。そのセグメントを彩色し直してください。</translation>
        </message>
        <message>
            <source>A neighbouring segment was colored with another sampling; color both again.</source>
            <translation>隣のセグメントが別のサンプリングで彩色されています。両方を彩色し直してください。</translation>
        </message>
    </context>
    <context>
        <name>engine/longanimation/history.py</name>
        <message>
            <source>key %1</source>
            <translation>カラーキー%1</translation>
        </message>
        <message>
            <source>The take of frames %1-%2 is damaged; delete it and generate that segment again.</source>
            <translation>フレーム%1〜%2のテイクが破損しています。削除して、そのセグメントを生成し直してください。</translation>
        </message>
    </context>
    <context>
        <name>engine/longanimation/joins.py</name>
        <message>
            <source>Frames %1-%2 do not run smoothly into the segment %3, which was colored in another way; color both again for a smooth join.</source>
            <translation>フレーム%1〜%2は、別の方法で彩色された%3のセグメントと滑らかにつながりません。つなぎ目を滑らかにするには両方を彩色し直してください。</translation>
        </message>
        <message>
            <source>Frames %1-%2 do not run smoothly into the segment %3, which was colored in another way; color it again for a smooth join.</source>
            <translation>フレーム%1〜%2は、別の方法で彩色された%3のセグメントと滑らかにつながりません。つなぎ目を滑らかにするにはそれを彩色し直してください。</translation>
        </message>
    </context>
    <context>
        <name>engine/longanimation/mini.py</name>
        <message>
            <source>The small model of our own is not trained yet, so Shiage comes without it. Choose Draft, or the released weights.</source>
            <translation>自作の小さなモデルはまだ学習されていないため、Shiageに含まれていません。Draftか公開済みの重みを選んでください。</translation>
        </message>
        <message>
            <source>The small model has no line extractor, so it cannot color the way LongAnimation's authors do.</source>
            <translation>小さなモデルには線の抽出器がないため、LongAnimationの作者と同じ方法では彩色できません。</translation>
        </message>
        <message>
            <source>sha256 %1</source>
            <translation>sha256 %1</translation>
        </message>
        <message>
            <source>"%1" cannot be read. Install Shiage again.</source>
            <translation>「%1」を読み込めません。Shiageをインストールし直してください。</translation>
        </message>
        <message>
            <source>The small model lacks "%1" in "%2". Install Shiage again.</source>
            <translation>小さなモデルの「%2」に「%1」がありません。Shiageをインストールし直してください。</translation>
        </message>
    </context>
    <context>
        <name>engine/longanimation/noise.py</name>
        <message>
            <source>step %1</source>
            <translation>ステップ%1</translation>
        </message>
    </context>
    <context>
        <name>engine/longanimation/outlook.py</name>
        <message>
            <source>On the processor: needs about %1 of graphics memory, but only %2 is free; slow.</source>
            <translation>CPUで処理：グラフィックメモリが約%1必要ですが、空きは%2だけです。時間がかかります。</translation>
        </message>
        <message>
            <source>On the processor: needs about %1 of graphics memory, %2 is free; slow.</source>
            <translation>CPUで処理：グラフィックメモリが約%1必要です（空き%2）。時間がかかります。</translation>
        </message>
        <message>
            <source>On the processor: needs about %1 of memory, but only %2 is free; slow.</source>
            <translation>CPUで処理：メモリが約%1必要ですが、空きは%2だけです。時間がかかります。</translation>
        </message>
        <message>
            <source>On the processor: needs about %1 of memory, %2 is free; slow.</source>
            <translation>CPUで処理：メモリが約%1必要です（空き%2）。時間がかかります。</translation>
        </message>
        <message>
            <source>Needs about %1 of graphics memory, but only %2 is free: %3.</source>
            <translation>グラフィックメモリが約%1必要ですが、空きは%2だけです：%3。</translation>
        </message>
        <message>
            <source>Needs about %1 of graphics memory, but only %2 is free.</source>
            <translation>グラフィックメモリが約%1必要ですが、空きは%2だけです。</translation>
        </message>
        <message>
            <source>Needs about %1 of graphics memory, %2 is free: %3.</source>
            <translation>グラフィックメモリが約%1必要です（空き%2）：%3。</translation>
        </message>
        <message>
            <source>Needs about %1 of graphics memory, %2 is free.</source>
            <translation>グラフィックメモリが約%1必要です（空き%2）。</translation>
        </message>
        <message>
            <source>Needs about %1 of memory, but only %2 is free: %3.</source>
            <translation>メモリが約%1必要ですが、空きは%2だけです：%3。</translation>
        </message>
        <message>
            <source>Needs about %1 of memory, but only %2 is free.</source>
            <translation>メモリが約%1必要ですが、空きは%2だけです。</translation>
        </message>
        <message>
            <source>Needs about %1 of memory, %2 is free: %3.</source>
            <translation>メモリが約%1必要です（空き%2）：%3。</translation>
        </message>
        <message>
            <source>Needs about %1 of memory, %2 is free.</source>
            <translation>メモリが約%1必要です（空き%2）。</translation>
        </message>
    </context>
    <context>
        <name>engine/longanimation/plan.py</name>
        <message>
            <source>%1 %2 guidance apart</source>
            <translation>%1 %2 ガイダンス別々</translation>
        </message>
        <message>
            <source>%1 %2 guidance together</source>
            <translation>%1 %2 ガイダンス同時</translation>
        </message>
        <message>
            <source>one network is loaded at a time</source>
            <translation>ネットワークを1つずつ読み込みます</translation>
        </message>
        <message>
            <source>networks are brought in piece by piece, which takes longer</source>
            <translation>ネットワークを少しずつ読み込むため、時間がかかります</translation>
        </message>
        <message>
            <source>networks are kept in 8 bits, which takes longer and may differ slightly</source>
            <translation>ネットワークを8ビットで扱うため、時間がかかり、結果がわずかに変わることがあります</translation>
        </message>
        <message>
            <source>8 bit weights</source>
            <translation>8ビットの重み</translation>
        </message>
        <message>
            <source>Even the smallest way to color takes more memory than there is.</source>
            <translation>いちばん軽い彩色方法でも、必要なメモリが足りません。</translation>
        </message>
    </context>
    <context>
        <name>engine/longanimation/reading.py</name>
        <message>
            <source>The model sheet that this segment refers to is not there; choose another reference.</source>
            <translation>このセグメントが参照するモデルシートがありません。別の参照を選んでください。</translation>
        </message>
    </context>
    <context>
        <name>engine/longanimation/released.py</name>
        <message>
            <source>samples %1</source>
            <translation>samples %1</translation>
        </message>
        <message>
            <source>Video-XL's tokenizer_config.json does not know its turns. Download Video-XL again.</source>
            <translation>Video-XLのtokenizer_config.jsonに会話の形式がありません。Video-XLをダウンロードし直してください。</translation>
        </message>
        <message>
            <source>Video-XL's weights lack %1; download them again.</source>
            <translation>Video-XLのモデルデータに%1がありません。ダウンロードし直してください。</translation>
        </message>
        <message>
            <source>%1 has no fitting %2. Download the text encoder again.</source>
            <translation>%1に合う%2がありません。テキストエンコーダーをダウンロードし直してください。</translation>
        </message>
        <message>
            <source>%1 cannot be read. Download it again.</source>
            <translation>%1を読み取れません。ダウンロードし直してください。</translation>
        </message>
    </context>
    <context>
        <name>engine/longanimation/schedule.py</name>
        <message>
            <source>%1 steps do not divide 1000; use 50, 40, 25, 20 or 10.</source>
            <translation>%1ステップでは1000を割り切れません。50、40、25、20、10のいずれかにしてください。</translation>
        </message>
        <message>
            <source>scheduler_config.json says %1 is %2, not %3. Download it again.</source>
            <translation>scheduler_config.jsonの%1が%3ではなく%2になっています。ダウンロードし直してください。</translation>
        </message>
    </context>
    <context>
        <name>engine/longanimation/segment.py</name>
        <message>
            <source>What joins frames %1-%2 to their neighbours could not be written; check the disk, and color them again for a smooth join.</source>
            <translation>フレーム%1〜%2を前後と滑らかにつなぐためのデータを書き込めませんでした。ディスクを確認してください。つなぎ目を滑らかにするには彩色し直してください。</translation>
        </message>
        <message>
            <source>sketch %1</source>
            <translation>sketch %1</translation>
        </message>
        <message>
            <source>Frames %1 to %2 are more than the %3 that can be colored at once; cut the shot into shorter segments.</source>
            <translation>フレーム%1～%2は、一度に彩色できる%3フレームを超えています。カットをもっと短いセグメントに分けてください。</translation>
        </message>
        <message>
            <source>reference %1</source>
            <translation>参照%1</translation>
        </message>
    </context>
    <context>
        <name>engine/longanimation/settings.py</name>
        <message>
            <source>With %1 steps the setting "fusion_from" must be less than %2, so that a step is left in which segments are joined.</source>
            <translation>ステップ数が%1のとき、設定「fusion_from」は%2より小さくしてください。セグメントをつなぐステップが残らないためです。</translation>
        </message>
        <message>
            <source>The setting "%1" must be a whole number from %2 to %3, but it is %4.</source>
            <translation>設定「%1」は%2～%3の整数にしてください。今は%4です。</translation>
        </message>
        <message>
            <source>The setting "%1" must be a number from %2 to %3, but it is %4.</source>
            <translation>設定「%1」は%2～%3の数値にしてください。今は%4です。</translation>
        </message>
        <message>
            <source>The setting "%1" must be %2, but it is %3.</source>
            <translation>設定「%1」は%2にしてください。今は%3です。</translation>
        </message>
        <message>
            <source>There is no setting named "%1"; use one of %2.</source>
            <translation>「%1」という設定はありません。%2のいずれかを使ってください。</translation>
        </message>
    </context>
    <context>
        <name>engine/longanimation/shot.py</name>
        <message>
            <source>LongAnimation looks at a model sheet only for segments that have it as their reference. Choose it in the menu of a segment.</source>
            <translation>LongAnimationがモデルシートを見るのは、それを参照に選んだセグメントだけです。セグメントのメニューで選んでください。</translation>
        </message>
        <message>
            <source>The finished frames need about %1 GB and the disk has %2 GB left; free some space, then generate again.</source>
            <translation>できたフレームには約%1 GB必要ですが、ディスクの残りは%2 GBです。空きを増やして、もう一度生成してください。</translation>
        </message>
        <message>
            <source>Memory ran short, so coloring goes on with less: %1.</source>
            <translation>メモリが足りなくなったため、使用量を減らして彩色を続けます：%1。</translation>
        </message>
    </context>
    <context>
        <name>engine/longanimation/weights.py</name>
        <message>
            <source>%1 %2. Download it again, or choose the right one.</source>
            <translation>%1：%2。ダウンロードし直すか、正しいものを選んでください。</translation>
        </message>
        <message>
            <source>%1 holds %2, which is in %3 too</source>
            <translation>%1に%2がありますが、%3にもあります</translation>
        </message>
        <message>
            <source>%1 cannot be read any more. Check its disk, or download it again.</source>
            <translation>%1を読み取れなくなりました。ディスクを確認するか、ダウンロードし直してください。</translation>
        </message>
    </context>
    <context>
        <name>engine/longanimation/wish.py</name>
        <message>
            <source>The setting "working_height" must be from 16 to %1 pixels, but it is %2.</source>
            <translation>設定「working_height」は16～%1ピクセルにしてください。今は%2です。</translation>
        </message>
        <message>
            <source>The setting "flat_cels" must be true or false, but it is %1.</source>
            <translation>設定「flat_cels」はtrueまたはfalseにしてください。今は%1です。</translation>
        </message>
    </context>
    <context>
        <name>engine/pictures.py</name>
        <message>
            <source>The line art of frame %1</source>
            <translation>フレーム%1の線画</translation>
        </message>
        <message>
            <source>The line art of frame %1 cannot be read</source>
            <translation>フレーム%1の線画を読み取れません</translation>
        </message>
        <message>
            <source>import it again</source>
            <translation>読み込み直し</translation>
        </message>
        <message>
            <source>choose File &gt; Reload changed line art</source>
            <translation>「ファイル &gt; 変更された線画を再読み込み」を選び</translation>
        </message>
        <message>
            <source>The key on frame %1</source>
            <translation>フレーム%1のカラーキー</translation>
        </message>
        <message>
            <source>The key on frame %1 cannot be read</source>
            <translation>フレーム%1のカラーキーを読み取れません</translation>
        </message>
        <message>
            <source>The model sheet "%1"</source>
            <translation>モデルシート「%1」</translation>
        </message>
        <message>
            <source>The model sheet "%1" cannot be read</source>
            <translation>モデルシート「%1」を読み取れません</translation>
        </message>
        <message>
            <source>lay it again</source>
            <translation>置き直し</translation>
        </message>
        <message>
            <source>%1 is %2 x %3, the shot is %4 x %5; give it the size of the shot.</source>
            <translation>%1は%2×%3ですが、カットは%4×%5です。カットのサイズに合わせてください。</translation>
        </message>
        <message>
            <source>add it again</source>
            <translation>追加し直し</translation>
        </message>
        <message>
            <source>%1 was changed on disk; %2, then generate again.</source>
            <translation>%1がディスク上で変更されました。%2、もう一度生成してください。</translation>
        </message>
    </context>
    <context>
        <name>engine/protocol/frames.py</name>
        <message>
            <source>%1 is damaged</source>
            <translation>%1が破損しています</translation>
        </message>
        <message>
            <source>%1 is damaged at frame %2</source>
            <translation>%1がフレーム%2で破損しています</translation>
        </message>
        <message>
            <source>%1 is not a finished frame file</source>
            <translation>%1はできあがったフレームのファイルではありません</translation>
        </message>
        <message>
            <source>%1 is cut short or damaged</source>
            <translation>%1が途中で切れているか破損しています</translation>
        </message>
    </context>
    <context>
        <name>engine/protocol/framing.py</name>
        <message>
            <source>the stream ended inside a length</source>
            <translation>通信が長さの途中で終わりました</translation>
        </message>
        <message>
            <source>a message of %1 bytes is over the cap of %2</source>
            <translation>%1バイトのメッセージが上限の%2を超えています</translation>
        </message>
        <message>
            <source>the stream ended inside a message</source>
            <translation>通信がメッセージの途中で終わりました</translation>
        </message>
    </context>
    <context>
        <name>engine/session.py</name>
        <message>
            <source>malformed message: %1</source>
            <translation>不正なメッセージ：%1</translation>
        </message>
    </context>
    <context>
        <name>engine/weights/__main__.py</name>
        <message>
            <source>Read and accept the licences first. %1</source>
            <translation>先にライセンスを読んで同意してください。%1</translation>
        </message>
        <message>
            <source>1 part</source>
            <translation>1個</translation>
        </message>
        <message>
            <source>%1 parts</source>
            <translation>%1個</translation>
        </message>
        <message>
            <source>There is no part %1. The parts are %2.</source>
            <translation>%1というものはありません。あるのは%2です。</translation>
        </message>
        <message>
            <source>%1 is not what was released. Delete that and download it again.</source>
            <translation>%1が公開されたものと違います。削除してダウンロードし直してください。</translation>
        </message>
        <message>
            <source>%1 are not what was released. Delete that and download it again.</source>
            <translation>%1が公開されたものと違います。削除してダウンロードし直してください。</translation>
        </message>
        <message>
            <source>"%1" is no folder. Choose the one that holds the files.</source>
            <translation>「%1」はフォルダーではありません。ファイルのあるフォルダーを選んでください。</translation>
        </message>
        <message>
            <source>Choose the folder that the files were downloaded to</source>
            <translation>ファイルをダウンロードしたフォルダーを選んでください</translation>
        </message>
        <message>
            <source>"%1" holds nothing that LongAnimation can use. %2.</source>
            <translation>「%1」にはLongAnimationで使えるものがありません。%2。</translation>
        </message>
        <message>
            <source>%1 has come, and is not what LongAnimation was built for: %2. Its makers have changed it; this version of Shiage cannot use it.</source>
            <translation>%1を取得しましたが、LongAnimationが想定するものと違います：%2。配布元で変更されたため、このバージョンのShiageでは使えません。</translation>
        </message>
        <message>
            <source>1 file of weights was read as a whole.</source>
            <translation>モデルデータのファイル1個をすべて読んで確認しました。</translation>
        </message>
        <message>
            <source>%1 files of weights were read as a whole.</source>
            <translation>モデルデータのファイル%1個をすべて読んで確認しました。</translation>
        </message>
        <message>
            <source>%1 cannot be read (%2). Check its disk.</source>
            <translation>%1を読み取れません（%2）。ディスクを確認してください。</translation>
        </message>
        <message>
            <source>%1 found and will be used from there.</source>
            <translation>%1見つかり、その場所のものを使います。</translation>
        </message>
        <message>
            <source>%1 found and brought to "%2".</source>
            <translation>%1見つかり、「%2」にコピーしました。</translation>
        </message>
        <message>
            <source>%1 downloaded and checked.</source>
            <translation>%1ダウンロードして確認しました。</translation>
        </message>
        <message>
            <source>Nothing is missing.</source>
            <translation>足りないものはありません。</translation>
        </message>
        <message>
            <source>Not used, %1.</source>
            <translation>使われません：%1。</translation>
        </message>
    </context>
    <context>
        <name>engine/weights/bringing.py</name>
        <message>
            <source>The copy needs %1 GB and the disk of "%2" has %3 GB left. Free some space, or use the files where they are.</source>
            <translation>コピーには%1 GB必要ですが、「%2」のディスクの残りは%3 GBです。空きを増やすか、ファイルを今の場所のまま使ってください。</translation>
        </message>
        <message>
            <source>The files of %1 could not be brought to "%2" (%3). Check that the folder can be written and that its disk has room.</source>
            <translation>%1のファイルを「%2」にコピーできませんでした（%3）。フォルダーに書き込めるか、ディスクに空きがあるか確認してください。</translation>
        </message>
    </context>
    <context>
        <name>engine/weights/fetching.py</name>
        <message>
            <source>%1 is not to be found at %2 any more. If you have the files, use them from their folder instead.</source>
            <translation>%1はもう%2にありません。ファイルをお持ちなら、そのフォルダーから使ってください。</translation>
        </message>
        <message>
            <source>The Hub gives these files only to those who agreed to their terms there. Log in with its own tool first.</source>
            <translation>Hubでは、そこで利用条件に同意した人だけがこれらのファイルを取得できます。先に専用ツールでログインしてください。</translation>
        </message>
        <message>
            <source>The download needs %1 GB and the disk of "%2" has %3 GB left. Free some space and start it again.</source>
            <translation>ダウンロードには%1 GB必要ですが、「%2」のディスクの残りは%3 GBです。空きを増やして、もう一度始めてください。</translation>
        </message>
        <message>
            <source>%1 does not hold %2 any more. If you have the files, use them from their folder instead.</source>
            <translation>%1に%2がもうありません。ファイルをお持ちなら、そのフォルダーから使ってください。</translation>
        </message>
        <message>
            <source>The Hugging Face Hub answered with an error (%1). What has come is kept; try again later.</source>
            <translation>Hugging Face Hubがエラーを返しました（%1）。届いた分は残ります。あとでもう一度試してください。</translation>
        </message>
        <message>
            <source>%1 arrived damaged: its checksum is wrong. Start the download again.</source>
            <translation>%1が壊れて届きました（チェックサム不一致）。もう一度ダウンロードしてください。</translation>
        </message>
        <message>
            <source>The libraries of LongAnimation are not installed. Run the set-up command again, without --without-torch.</source>
            <translation>LongAnimationのライブラリがインストールされていません。--without-torchを付けずにセットアップをやり直してください。</translation>
        </message>
        <message>
            <source>The disk is full. What has come is kept; free some space and start the download again.</source>
            <translation>ディスクがいっぱいです。届いた分は残ります。空きを増やして、もう一度ダウンロードしてください。</translation>
        </message>
        <message>
            <source>"%1" cannot be written. Check that you own that folder.</source>
            <translation>「%1」に書き込めません。そのフォルダーの所有者であるか確認してください。</translation>
        </message>
        <message>
            <source>The connection to the Hugging Face Hub broke or could not be made. What has come is kept. Check the network and start the download again.</source>
            <translation>Hugging Face Hubへの接続が切れたか、接続できませんでした。届いた分は残ります。ネットワークを確認して、もう一度ダウンロードしてください。</translation>
        </message>
    </context>
    <context>
        <name>engine/weights/finding.py</name>
        <message>
            <source>LongAnimation lacks %1 of %2 parts (%3)%4. Open Color &gt; Set up LongAnimation to see what to do.</source>
            <translation>LongAnimationに必要な%2個のうち%1個がありません（%3）%4。「彩色 &gt; LongAnimationのセットアップ」で確認してください。</translation>
        </message>
        <message>
            <source>LongAnimation lacks %1 of %2 parts%3. Open Color &gt; Set up LongAnimation to see what to do.</source>
            <translation>LongAnimationに必要な%2個のうち%1個がありません%3。「彩色 &gt; LongAnimationのセットアップ」で確認してください。</translation>
        </message>
        <message>
            <source>%1 is missing</source>
            <translation>%1がありません</translation>
        </message>
        <message>
            <source>%1 of %2 files are missing (%3)</source>
            <translation>%2個のファイルのうち%1個がありません（%3）</translation>
        </message>
        <message>
            <source>%1 is empty</source>
            <translation>%1は空です</translation>
        </message>
        <message>
            <source>LongAnimation lacks %1 of %2 parts. Open Color &gt; Set up LongAnimation to see what to do.</source>
            <translation>LongAnimationに必要な%2個のうち%1個がありません。「彩色 &gt; LongAnimationのセットアップ」で確認してください。</translation>
        </message>
        <message>
            <source>%1 are missing</source>
            <translation>%1がありません</translation>
        </message>
        <message>
            <source>%1 lacks %2 of the entries that the index promises, such as %3</source>
            <translation>%1に、索引にある項目のうち%2個（%3など）がありません</translation>
        </message>
        <message>
            <source>missing: %1</source>
            <translation>不足：%1</translation>
        </message>
        <message>
            <source>unexpected: %1</source>
            <translation>余分：%1</translation>
        </message>
        <message>
            <source>shape: %1</source>
            <translation>形：%1</translation>
        </message>
        <message>
            <source>%1 cannot be read (%2)</source>
            <translation>%1を読み取れません（%2）</translation>
        </message>
    </context>
    <context>
        <name>engine/weights/headers.py</name>
        <message>
            <source>%1 is only the note that Git LFS leaves in place of a large file</source>
            <translation>%1は大きなファイルの代わりにGit LFSが残す目印にすぎません</translation>
        </message>
        <message>
            <source>%1 is no safetensors file</source>
            <translation>%1はsafetensorsファイルではありません</translation>
        </message>
        <message>
            <source>%1 is cut off: %2 of %3 bytes are there</source>
            <translation>%1が途中で切れています：%3バイトのうち%2バイトしかありません</translation>
        </message>
        <message>
            <source>%1 is longer than it should be: %2 of %3 bytes are there</source>
            <translation>%1が本来より長くなっています：%3バイトのはずが%2バイトあります</translation>
        </message>
        <message>
            <source>lacks %1 entries (%2)</source>
            <translation>項目が%1個足りません（%2）</translation>
        </message>
        <message>
            <source>holds %1 entries too many (%2)</source>
            <translation>項目が%1個余分です（%2）</translation>
        </message>
        <message>
            <source>holds %1 entries of another shape (%2)</source>
            <translation>%1個の項目の形が違います（%2）</translation>
        </message>
        <message>
            <source>%1 is cut off: %2 bytes are there, and its header alone is longer</source>
            <translation>%1が途中で切れています：%2バイトしかなく、ヘッダーだけでもそれより長いはずです</translation>
        </message>
        <message>
            <source>%1 is damaged: its header cannot be read</source>
            <translation>%1が破損しています：ヘッダーを読み取れません</translation>
        </message>
        <message>
            <source>%1 is damaged: the place of %2 in it cannot be right</source>
            <translation>%1が破損しています：%2の位置が正しくありません</translation>
        </message>
        <message>
            <source>%1 is %2, not %3</source>
            <translation>%1は%3ではなく%2です</translation>
        </message>
    </context>
    <context>
        <name>engine/weights/pickled.py</name>
        <message>
            <source>%1.%2 is nothing that weights are made of</source>
            <translation>%1.%2はモデルデータに使われるものではありません</translation>
        </message>
        <message>
            <source>%1 holds no weights</source>
            <translation>%1にはモデルデータがありません</translation>
        </message>
        <message>
            <source>%1 is damaged, cut off, or no file of weights</source>
            <translation>%1は破損しているか、途中で切れているか、モデルデータのファイルではありません</translation>
        </message>
    </context>
    <context>
        <name>engine/weights/places.py</name>
        <message>
            <source>%1 does not say where weights are kept. Start Shiage by main.py.</source>
            <translation>%1にモデルデータの場所がありません。Shiageをmain.pyから起動してください。</translation>
        </message>
        <message>
            <source>"%1" cannot be written (%2). Check that you own it and that its disk has room.</source>
            <translation>「%1」に書き込めません（%2）。所有者であるか、ディスクに空きがあるか確認してください。</translation>
        </message>
    </context>
    <context>
        <name>engine/worker.py</name>
        <message>
            <source>A picture of %1 x %2 pixels cannot be colored; import another size.</source>
            <translation>%1×%2ピクセルの画像は彩色できません。別のサイズで読み込んでください。</translation>
        </message>
        <message>
            <source>There are no frames; import line art first.</source>
            <translation>フレームがありません。先に線画を読み込んでください。</translation>
        </message>
        <message>
            <source>The frames %1 to %2 are not all there in order; import the line art again.</source>
            <translation>フレーム%1～%2が順番どおりにそろっていません。線画を読み込み直してください。</translation>
        </message>
        <message>
            <source>there is no colorizer named "%1"; choose one of these: %2.</source>
            <translation>「%1」という彩色方式はありません。次のいずれかを選んでください：%2。</translation>
        </message>
        <message>
            <source>Frames %1 to %2 are not all part of the shot; import it again.</source>
            <translation>フレーム%1～%2のすべてがカットにあるわけではありません。読み込み直してください。</translation>
        </message>
        <message>
            <source>%1 is not the full name of a folder; save the project elsewhere.</source>
            <translation>%1はフォルダーの完全な名前ではありません。プロジェクトを別の場所に保存してください。</translation>
        </message>
        <message>
            <source>%1 (%2). Check that file and the disk, then try again.</source>
            <translation>%1（%2）。ファイルとディスクを確認して、もう一度試してください。</translation>
        </message>
    </context>
    <context>
        <name>resources/weights.toml</name>
        <message>
            <source>The CogVideoX License</source>
            <translation>The CogVideoX License</translation>
        </message>
        <message>
            <source>Research is free. Commercial use needs a registration with its makers first (open.bigmodel.cn/mla/form) and is then free below one million visits a month. The licence is non-exclusive, cannot be passed on, and may be revoked. Military and illegal uses are forbidden. What you make belongs to you as far as the law permits.</source>
            <translation>研究目的の利用は無料です。商用利用には先に開発元への登録（open.bigmodel.cn/mla/form）が必要で、月間100万アクセス未満なら無料です。ライセンスは非独占的で、譲渡できず、取り消されることがあります。軍事目的と違法な利用は禁止です。作ったものは、法の許す範囲であなたのものです。</translation>
        </message>
        <message>
            <source>LongAnimation's own terms</source>
            <translation>LongAnimation独自の条件</translation>
        </message>
        <message>
            <source>Their authors describe the work as non-commercial research and name no licence of the weights that is known to us. They were made from those of CogVideoX, so take the CogVideoX License to hold for them.</source>
            <translation>作者はこれを非商用の研究としており、モデルデータのライセンスは知る限り示されていません。CogVideoXのモデルデータから作られているため、CogVideoX Licenseが適用されるものと考えてください。</translation>
        </message>
        <message>
            <source>Apache License 2.0</source>
            <translation>Apache License 2.0</translation>
        </message>
        <message>
            <source>Free for any use; the licences of the models it was made from (Qwen2, CLIP) hold beside it.</source>
            <translation>用途を問わず無料です。元になったモデル（Qwen2、CLIP）のライセンスも併せて適用されます。</translation>
        </message>
        <message>
            <source>MIT License</source>
            <translation>MIT License</translation>
        </message>
        <message>
            <source>Free for any use.</source>
            <translation>用途を問わず無料です。</translation>
        </message>
    </context>
</TS>
